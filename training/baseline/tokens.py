"""Grid notes as REMI tokens with byte-pair encoding, by MidiTok, and back.

The tokens keep all that the model's own representation keeps except micro-timing: 24 positions a beat, 32 velocities,
durations about as fine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import ResourceError
from engine.files import replacing
from engine.model.tokens import MICRO_CENTER, GridNotes
from engine.music.grid import STEPS_PER_BEAT

TOKENIZER_FILE = "tokenizer.json"
BAR = "Bar_None"
BAR_STEPS = 4 * STEPS_PER_BEAT


class RemiTokens:
    """A trained REMI tokenizer.

    Attributes:
        remi: the `miditok.REMI`.
    """

    def __init__(self, remi: Any) -> None:
        self.remi = remi

    @staticmethod
    def train(clips: Sequence[GridNotes], vocabulary: int) -> RemiTokens:
        """Learn byte pairs from clips, up to `vocabulary` tokens."""
        from miditok import REMI, TokenizerConfig

        config = TokenizerConfig(
            pitch_range=(21, 109), beat_res={(0, 1): 24, (1, 2): 12, (2, 4): 6, (4, 16): 2}, num_velocities=32,
            special_tokens=["PAD", "BOS", "EOS"], use_chords=False, use_programs=False, use_tempos=False,
            use_time_signatures=False, use_rests=False,
        )  # fmt: skip
        remi = REMI(config)
        with tempfile.TemporaryDirectory(prefix="tatumflow-baseline-") as folder:
            paths = []
            for number, clip in enumerate(clips):
                paths.append(Path(folder) / f"{number}.mid")
                score_of(clip).dump_midi(paths[-1])
            remi.train(vocab_size=vocabulary, files_paths=paths)
        return RemiTokens(remi)

    @staticmethod
    def load(folder: Path) -> RemiTokens:
        """Read the tokenizer of a run. Raises ResourceError where it is missing."""
        from miditok import REMI

        path = folder / TOKENIZER_FILE
        if not path.is_file():
            raise ResourceError(
                "{folder} holds no trained baseline (no {tokenizer_file}); train one with: python -m "
                "training.baseline train DATASET --out FOLDER.",
                folder=folder,
                tokenizer_file=TOKENIZER_FILE,
            )
        return RemiTokens(REMI(params=path))

    def save(self, folder: Path) -> None:
        """Write the tokenizer into a run's folder."""
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(folder / TOKENIZER_FILE) as temporary:
            self.remi.save(temporary)

    @property
    def size(self) -> int:
        """Number of tokens."""
        return int(self.remi.vocab_size)

    @property
    def pad(self) -> int:
        """The token that fills up batches."""
        return int(self.remi.pad_token_id)

    @property
    def begin(self) -> int:
        """The token that every sequence begins with."""
        return int(self.remi["BOS_None"])

    def encode(self, clip: GridNotes, bars: int) -> list[int]:
        """Tokens of a clip of `bars` bars of 4/4, begun with `begin`; silent bars at the end are told, too."""
        found = self.remi(score_of(clip))
        if not found:
            return [self.begin]
        sequence = found[0] if isinstance(found, list) else found
        ids = [int(token) for token in sequence.ids]
        missing = bars - self.bars(ids)
        return [self.begin, *ids, *([self.bar] * max(0, missing))]

    @property
    def bar(self) -> int:
        """The token of a bar line alone."""
        return int(self.remi[BAR])

    def names(self, ids: Sequence[int]) -> list[str]:
        """The plain REMI tokens that byte pairs stand for."""
        from miditok import TokSequence

        sequence = TokSequence(ids=[i for i in ids if i not in (self.begin, self.pad)], are_ids_encoded=True)
        self.remi.decode_token_ids(sequence)
        self.remi.complete_sequence(sequence)
        return list(sequence.tokens)

    def bars(self, ids: Sequence[int]) -> int:
        """How many bars the tokens begin."""
        return sum(name == BAR for name in self.names(ids))

    def decode(self, ids: Sequence[int]) -> GridNotes:
        """Tokens as notes; tokens that make no sense where they stand are passed over."""
        bar, position, rows = -1, 0, []
        pitch: int | None = None
        velocity = 64
        for name in self.names(ids):
            kind, _, value = name.partition("_")
            if kind == "Bar":
                bar, position, pitch = bar + 1, 0, None
            elif kind == "Position":
                position, pitch = int(value), None
            elif kind == "Pitch":
                pitch = int(value)
            elif kind == "Velocity":
                velocity = int(value)
            elif kind == "Duration" and pitch is not None and bar >= 0:
                beats, part, resolution = (int(x) for x in value.split("."))
                steps = beats * STEPS_PER_BEAT + part * STEPS_PER_BEAT // resolution
                rows.append((bar * BAR_STEPS + position, pitch, max(1, steps), max(1, velocity)))
                pitch = None
        unique = {(onset, key): (onset, key, steps, loud) for onset, key, steps, loud in rows}
        table = np.array([unique[key] for key in sorted(unique)], np.int64).reshape(-1, 4)
        return GridNotes(
            table[:, 0], np.full(len(table), MICRO_CENTER, np.int64), table[:, 1], table[:, 2], table[:, 3]
        )


def score_of(clip: GridNotes) -> Any:
    """Grid notes as a symusic score of 24 ticks a quarter."""
    from symusic import Note, Score, Track

    score: Any = Score(STEPS_PER_BEAT)  # symusic's own types lack the containers' attributes
    track: Any = Track()
    for onset, pitch, duration, velocity in zip(clip.onset, clip.pitch, clip.duration, clip.velocity, strict=True):
        track.notes.append(Note(int(onset), int(duration), int(pitch), int(velocity)))
    score.tracks.append(track)
    return score
