"""Train the network that hears chords and write its weights for the app.

    python -m training.train_chords DATASET --charts irb.csv --out resources/models/chords.safetensors --steps 4000

DATASET is what `tatumflow prepare` made of corpora among which are some that bring their chords (`LABELLED` in
`training.chord_songs`); the table of charts is that of `chart_songs`. Recipe: stretches of up to 192 beats, jazz solos
alone or over a made-up hand, pop songs whole or in part, lead sheets, and charts played by made-up hands under lines
that soloists played over the same chords elsewhere. Each beat is asked for its chord, each stretch for its key. AdamW,
a cosine learning rate; an average of the weights (EMA) is what is written. Only tunes of the training part are learned
from; those of the validation part are watched.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader

from engine.commands.options import CommandParser
from engine.errors import InputError, TatumFlowError
from engine.model.devices import DEVICES, torch_device
from engine.music.chord_features import BEAT_FEATURES, PITCH_FEATURES
from training.allocator import keep_large_buffers
from training.chord_examples import LONG_BEATS, Example, ExampleSource, example_of
from training.chord_hands import HANDS, accompany
from training.chord_model import ChordModel
from training.chord_songs import SIGNATURES, Song, aligned_songs, chart_songs, labelled_songs
from training.devices import placed
from training.half_weights import save_half
from training.small_loop import Drawn, Schedule, joined_examples, learn

KEY_WEIGHT = 0.1
UNKNOWN = -1

Batch = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def batch_of(examples: Sequence[Example]) -> Batch:
    """Stack examples of B rows: features of pitch and beat, the beats that are there, chords (B, T) and keys (B,)."""
    size, beats = len(examples), max(len(example.states) for example in examples)
    pitch = np.zeros((size, beats, 12, PITCH_FEATURES), np.float32)
    beat = np.zeros((size, beats, BEAT_FEATURES), np.float32)
    keep, states = np.zeros((size, beats), np.float32), np.full((size, beats), UNKNOWN)
    for row, example in enumerate(examples):
        count = len(example.states)
        pitch[row, :count], beat[row, :count] = example.features.pitch, example.features.beat
        keep[row, :count], states[row, :count] = 1, example.states
    keys = np.array([example.key for example in examples])
    return tuple(torch.from_numpy(x) for x in (pitch, beat, keep, states, keys))  # type: ignore[return-value]


def loss_of(model: ChordModel, batch: Batch) -> Tensor:
    """Cross-entropy of the chords that are known, and a little of the keys."""
    pitch, beat, keep, states, keys = batch
    chord, key = model(pitch, beat, keep)
    loss = functional.cross_entropy(chord.flatten(0, 1), states.flatten(), ignore_index=UNKNOWN)
    rows = (keys != UNKNOWN).nonzero()[:, 0]
    if len(rows):
        loss = loss + KEY_WEIGHT * key_loss(key[rows], keys[rows])
    return loss


def key_loss(logits: Tensor, keys: Tensor) -> Tensor:
    """Cross-entropy (nats) of keys (N,), of which some name a signature only: then either of its keys is right.

    Args:
        logits: (N, 24).
        keys: as those of a `Song`, all of them known.
    """
    chances = functional.log_softmax(logits, dim=-1)
    either = torch.logaddexp(chances[:, :12], chances[:, 12:].roll(3, dims=1))  # C with Am: 0 with 9
    everything = torch.cat([chances, either], dim=1)
    return -everything.gather(1, keys[:, None]).mean()


def watched_examples(songs: Sequence[Song], charts: Sequence[Song]) -> dict[str, list[Example]]:
    """Held-out examples by what they are: solos alone and with a made-up comping hand, songs, charts played."""
    rng = np.random.default_rng(1)
    watched: dict[str, list[Example]] = defaultdict(list)
    comping = HANDS[2]
    for song in songs:
        watched[song.corpus].append(example_of(song))
        if song.corpus == "wjazzd":
            hand = accompany(song.chords, song.downbeats, rng, comping)
            watched["wjazzd comped"].append(example_of(song.with_notes(np.concatenate([song.notes, hand]))))
    for index, song in enumerate(charts):
        hand = accompany(song.chords, song.downbeats, rng, HANDS[index % len(HANDS)])
        watched["charts"].append(example_of(song.with_notes(hand)))
    return watched


def on_device(batch: Batch, device: torch.device) -> Batch:
    """A batch moved to where the network is."""
    return tuple(placed(values, device) for values in batch)  # type: ignore[return-value]


@torch.no_grad()
def accuracy(model: ChordModel, watched: Mapping[str, Sequence[Example]]) -> dict[str, tuple[float, float, float]]:
    """Shares of beats whose root, and whose root and class, are right, and of pieces whose key (or signature) is."""
    device = next(model.parameters()).device
    result = {}
    for kind, examples in watched.items():
        roots = classes = beats = keys = keyed = 0
        for example in examples:
            pitch, beat, keep, states, _ = on_device(batch_of([example]), device)
            chord, key = model(pitch, beat, keep)
            known = states >= 0
            found = chord.argmax(dim=-1)
            beats += int(known.sum())
            roots += int((found % 12 == states % 12)[known].sum())
            classes += int((found == states)[known].sum())
            if example.key != UNKNOWN:
                best = int(key.argmax())
                keyed += 1
                keys += example.key in (best, SIGNATURES + (best if best < 12 else (best + 3) % 12))
        result[kind] = (roots / max(1, beats), classes / max(1, beats), keys / max(1, keyed))
    return result


def save_weights(model: ChordModel, path: Path, note: Mapping[str, str]) -> None:
    """Half-precision weights with what the app must know to run them."""
    settings = {
        "pitch_features": str(PITCH_FEATURES),
        "beat_features": str(BEAT_FEATURES),
        "dilations": " ".join(map(str, model.dilations)),
        **note,
    }
    save_half(model, path, settings)


def main() -> None:
    """Read the command line and train."""
    parser = CommandParser("python -m training.train_chords")
    parser.description = __doc__
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--charts", type=Path, required=True)
    parser.add_argument("--aligned", type=Path, help="chords of recordings, from training.chord_alignment")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--longest", type=int, default=LONG_BEATS[1], help="beats of the longest example")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=DEVICES, default="cpu", help="the CPU: the network is small")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--init", type=Path, help="weights to start from")
    arguments = parser.parse_args()
    try:
        train(arguments, torch_device(arguments.device))
    except TatumFlowError as error:
        parser.error(str(error))


def train(arguments: argparse.Namespace, device: torch.device) -> None:
    """Read the songs, train, write the weights. Raises InputError where no song has chords."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    songs = labelled_songs(arguments.dataset, "train") + chart_songs(arguments.charts, "train")
    if all(song.corpus == "charts" for song in songs):
        raise InputError("{dataset} has no pieces that brought their chords.", dataset=arguments.dataset)
    if arguments.aligned:
        songs += aligned_songs(arguments.dataset, arguments.aligned)
    watched = watched_examples(labelled_songs(arguments.dataset, "valid"), chart_songs(arguments.charts, "valid"))
    model = ChordModel(arguments.width).to(device)
    if arguments.init:
        model.load_state_dict({name: value.float() for name, value in load_file(arguments.init).items()})
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.02)
    source = ExampleSource(songs, arguments.longest)
    batches = DataLoader(
        Drawn(partial(joined_examples, source.draw, batch_of, arguments.batch), arguments.seed),
        batch_size=None, num_workers=1,
    )  # fmt: skip

    def backward(step: int, batch: Batch) -> Tensor:
        loss = loss_of(model, on_device(batch, device))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()

    def report(average: ChordModel, steps: int, words: str) -> None:
        for kind, (root, chord, key) in accuracy(average, watched).items():
            words += f"  {kind} root {root:.3f} chord {chord:.3f} key {key:.3f}"
        print(words, flush=True)
        save_weights(average, arguments.out, {"steps": str(steps)})

    learn(model, optimizer, batches, Schedule(arguments.steps, arguments.rate, check_every=250), backward, report)


if __name__ == "__main__":
    keep_large_buffers()
    main()
