"""Train the network that tells lead, chords and bass and write its weights for the app.

    python -m training.train_roles DATASET CORPORA --out resources/models/roles.safetensors --steps 4000

DATASET is what `tatumflow prepare` made of CORPORA. Recipe: stretches of 256 notes of jazz solos and lead sheets over
made-up hands, songs with a piano, and piano scores whose hands are apart (`training.role_examples`), transposed,
stretched and unevenly played. A note's loss is the chance that the network gives to what it may not be. AdamW, a cosine
learning rate; an average of the weights (EMA) is what is written. Only tunes of the training part are learned from;
those of the validation part are watched.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader

from engine.commands.options import CommandParser
from engine.errors import InputError, TatumFlowError
from engine.music.note import Role
from engine.music.role_features import EDGE_FEATURES, NOTE_FEATURES, NoteFeatures, note_features, note_order
from training.allocator import keep_large_buffers
from training.chord_hands import comping, stride, walking_comping
from training.half_weights import save_half
from training.role_examples import ExampleSource, Voices, voices_of, with_hand
from training.role_model import RoleModel
from training.small_loop import Drawn, Schedule, joined_examples, learn


class Batch(NamedTuple):
    """Examples end to end, N notes: the network's inputs and what each note may be (N, 3)."""

    note: Tensor
    edge: Tensor
    neighbour: Tensor
    there: Tensor
    may_be: Tensor


def features_of(voices: Voices) -> tuple[NoteFeatures, NDArray[np.int64]]:
    """Features of the notes, and the order that they are in."""
    pitch = voices.notes[:, 2].astype(np.int64)
    order = note_order(voices.notes[:, 0], pitch)
    return note_features(voices.notes[order, 0], voices.notes[order, 1], pitch[order]), order


def batch_of(examples: Sequence[Voices]) -> Batch:
    """Put examples end to end; the neighbours of a note are of its own example."""
    columns: list[list[NDArray[Any]]] = [[] for _ in Batch._fields]
    before = 0
    for example in examples:
        found, order = features_of(example)
        own = found._replace(neighbour=found.neighbour + before)
        rows: tuple[NDArray[Any], ...] = (*own, example.may_be[order])
        for column, values in zip(columns, rows, strict=True):
            column.append(values)
        before += len(order)
    return Batch(*(torch.from_numpy(np.concatenate(column)) for column in columns))


def loss_of(model: RoleModel, batch: Batch) -> Tensor:
    """Nats a note of which something is known."""
    chances = functional.log_softmax(model(*batch[:4]), dim=-1)
    known = ~batch.may_be.all(dim=-1)
    right = torch.logsumexp(chances.masked_fill(~batch.may_be, -torch.inf), dim=-1)
    return -right[known].mean()


def watched_music(music: Sequence[Voices]) -> dict[str, list[Voices]]:
    """Held-out music by what it is; solos over three made-up hands."""
    rng = np.random.default_rng(1)
    watched: dict[str, list[Voices]] = defaultdict(list)
    for voices in music:
        if voices.song is None:
            watched[voices.corpus].append(voices)
        elif voices.corpus == "wjazzd":
            for way in (comping, walking_comping, stride):
                watched[f"wjazzd, {way.__name__}"].append(with_hand(voices.song, rng, way))
    return watched


class Scores(NamedTuple):
    """Of notes whose role is known: how much of what is called lead leads, how much of what leads is called so, and how
    much of the bass is called so."""

    precision: float
    recall: float
    bass: float

    @property
    def f1(self) -> float:
        """Of the lead."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def scores_of(told: Sequence[NDArray[np.int8]], music: Sequence[Voices]) -> Scores:
    """How roles (N,) that were told of each piece agree with what is known of it."""
    right = called = leads = bass_right = basses = 0
    for roles, voices in zip(told, music, strict=True):
        may, known = voices.may_be, ~voices.may_be.all(axis=1)
        lead, only = (roles == Role.LEAD) & known, may.sum(axis=1) == 1
        is_lead, is_bass = only & may[:, Role.LEAD], only & may[:, Role.BASS]
        right, called, leads = right + int((lead & is_lead).sum()), called + int(lead.sum()), leads + int(is_lead.sum())
        bass_right += int(((roles == Role.BASS) & is_bass).sum())
        basses += int(is_bass.sum())
    return Scores(right / max(1, called), right / max(1, leads), bass_right / max(1, basses))


@torch.no_grad()
def accuracy(model: RoleModel, watched: Mapping[str, Sequence[Voices]]) -> dict[str, Scores]:
    """Scores of the network's most likely roles."""
    result = {}
    for kind, music in watched.items():
        told = []
        for voices in music:
            features, order = features_of(voices)
            roles = np.zeros(len(order), np.int8)
            roles[order] = model(*map(torch.from_numpy, features)).argmax(dim=-1).numpy()
            told.append(roles)
        result[kind] = scores_of(told, music)
    return result


def save_weights(model: RoleModel, path: Path, note: Mapping[str, str]) -> None:
    """Half-precision weights with what the app must know to run them."""
    settings = {
        "note_features": str(NOTE_FEATURES),
        "edge_features": str(EDGE_FEATURES),
        "rounds": str(len(model.rounds)),
        **note,
    }
    save_half(model, path, settings)


def main() -> None:
    """Read the command line and train."""
    parser = CommandParser("python -m training.train_roles")
    parser.description = __doc__
    parser.add_argument("dataset", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    try:
        train(arguments)
    except TatumFlowError as error:
        parser.error(str(error))


def train(arguments: argparse.Namespace) -> None:
    """Read the music, train, write the weights. Raises InputError where no role is known."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    music = voices_of(arguments.dataset, arguments.corpora, "train")
    if not music:
        raise InputError("{dataset} has no pieces whose roles are known.", dataset=arguments.dataset)
    watched = watched_music(voices_of(arguments.dataset, arguments.corpora, "valid"))
    print(f"{len(music)} pieces to learn from, {sum(map(len, watched.values()))} watched", flush=True)
    model = RoleModel()
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.02)
    batches = DataLoader(
        Drawn(partial(joined_examples, ExampleSource(music).draw, batch_of, arguments.batch), arguments.seed),
        batch_size=None, num_workers=1,
    )  # fmt: skip

    def backward(step: int, batch: Batch) -> Tensor:
        loss = loss_of(model, Batch(*batch))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss.detach()

    def report(average: RoleModel, steps: int, words: str) -> None:
        for kind, scores in accuracy(average, watched).items():
            words += f"\n  {kind:<26} lead {scores.f1:.3f} ({scores.precision:.3f}, {scores.recall:.3f})"
            words += f"  bass {scores.bass:.3f}"
        print(words, flush=True)
        save_weights(average, arguments.out, {"steps": str(steps)})

    learn(model, optimizer, batches, Schedule(arguments.steps, arguments.rate, check_every=500), backward, report)


if __name__ == "__main__":
    keep_large_buffers()
    main()
