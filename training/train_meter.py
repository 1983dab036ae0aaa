"""Train the beat tracker and write its weights for the app.

    python -m training.train_meter --out resources/models/meter.safetensors --cache CACHE \
        --asap ASAP --wjazzd WJAZZD --scores POP909 LIEDER MUTOPIA OPENEWLD JOPLIN DCML CHOPIN_FE --steps 4000

Recipe: windows of 384 note events, of which 40 % are classical performances (ASAP), 35 % jazz solos (WJazzD, under
every other one a made-up bass, stride or comping hand) and 25 % scores performed anew with rubato, swing and an uneven
touch, one in four of them the top voice alone; all transposed by up to a tritone and with lost and wrong notes. Every
event is asked where in its beat and in its bar it lies, how long the beat is and how many of them make a bar. AdamW, a
cosine learning rate, bf16 autocast; an average of the weights (EMA) is what is written. Works of the test part (15 %)
are never read, those of the validation part (10 %) only watched. The split is by work: `training.meter_data.part_of`.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader

from engine.commands.options import CommandParser
from engine.errors import TatumFlowError
from engine.model.devices import DEVICES, torch_device
from engine.music.meter_events import EVENT_FEATURES
from engine.music.meter_network import BAR_PHASES, BEAT_PHASES, METERS, TEMPO_BINS, WINDOW, event_angles
from training.allocator import keep_large_buffers
from training.devices import mixed_precision, placed
from training.half_weights import save_half
from training.meter_augment import IGNORED, Example, make_example
from training.meter_data import Piece, cached_corpus, part_of
from training.meter_model import MeterModel
from training.objectives import Losses
from training.portions import Portion, PortionedLoss, gradients, memory_event, more_parts
from training.small_loop import Drawn, Schedule, learn

SCORE_WEIGHTS = {"pop909": 0.3, "openewld": 0.08, "joplin": 0.1, "lieder": 0.16, "mutopia": 0.2, "dcml": 0.12}
CORPUS_SHARES = {"asap": 0.4, "wjazzd": 0.35}
SCORE_SHARE = 0.25
ONSET_ERROR_S = 0.012
"""How sharply an event's place in the beat is asked for (standard deviation)."""
TEMPO_WEIGHT, BAR_WEIGHT, METER_WEIGHT = 0.4, 0.7, 0.1

Batch = tuple[tuple[Tensor, Tensor, Tensor, Tensor], dict[str, Tensor]]


def batch_of(examples: list[Example], pairs: int) -> Batch:
    """Stack windows: the network's inputs and the targets, (B, WINDOW, ...)."""
    size = len(examples)
    features = np.zeros((size, WINDOW, EVENT_FEATURES), np.float32)
    cos, sin = np.zeros((size, WINDOW, pairs), np.float32), np.zeros((size, WINDOW, pairs), np.float32)
    keep = np.zeros((size, WINDOW), bool)
    targets = {
        name: np.full((size, WINDOW), IGNORED, np.float32)
        for name in ("beat_phase", "beat_s", "bar_phase", "tempo", "meter")
    }
    for row, example in enumerate(examples):
        count = len(example.time_s)
        features[row, :count], keep[row, : max(count, 1)] = example.features, True
        cos[row, :count], sin[row, :count] = event_angles(example.time_s, pairs)
        for name, values in targets.items():
            values[row, :count] = getattr(example, name)
    inputs = tuple(torch.from_numpy(x) for x in (features, cos, sin, keep))
    return inputs, {name: torch.from_numpy(values) for name, values in targets.items()}  # type: ignore[return-value]


def on_device(batch: Batch, device: torch.device) -> Batch:
    """A batch moved to where the network is."""
    features, cos, sin, keep = (placed(x, device) for x in batch[0])
    return (features, cos, sin, keep), {name: placed(values, device) for name, values in batch[1].items()}


def soft_circle(phase: Tensor, classes: int, spread: Tensor) -> Tensor:
    """(B, N, classes): a Gaussian of standard deviation `spread` (in classes) about each phase, round the circle."""
    distance = torch.arange(classes, device=phase.device) - (phase * classes)[..., None]
    distance = (distance + classes / 2) % classes - classes / 2
    return torch.softmax(-0.5 * (distance / spread[..., None]).square(), dim=-1)


def loss_of(
    logits: tuple[Tensor, ...], targets: dict[str, Tensor], whole: dict[str, Tensor] | None = None
) -> dict[str, Tensor]:
    """Cross-entropies of the four heads over the events whose target is known; "loss" is their weighted sum.

    For rows of a batch whose targets are `whole` it is their share: those of all rows add up to the loss of the batch.
    """
    whole = targets if whole is None else whole
    seconds = targets["beat_s"].clamp(min=0.1)
    known, barred = targets["beat_phase"] >= 0, targets["bar_phase"] >= 0
    spread = (ONSET_ERROR_S / seconds * BEAT_PHASES).clamp(min=0.5)
    beat = soft_circle(targets["beat_phase"], BEAT_PHASES, spread)
    lengths = placed(torch.tensor([float(size or 4) for size in METERS]), seconds.device)
    sizes = lengths[targets["meter"].long().clamp(min=0)]
    bar = soft_circle(targets["bar_phase"], BAR_PHASES, (spread / BEAT_PHASES * BAR_PHASES / sizes).clamp(min=0.5))
    bins = torch.arange(TEMPO_BINS, dtype=torch.float32, device=seconds.device)
    tempo = torch.softmax(-0.5 * ((bins - targets["tempo"][..., None]) / 0.8).square(), dim=-1)

    def mean(soft: Tensor, scores: Tensor, rows: Tensor, among: Tensor) -> Tensor:
        nats = -(soft * functional.log_softmax(scores, dim=-1)).sum(-1)[rows]
        return nats.sum() / (among >= 0).sum().clamp(min=1)

    meter = functional.one_hot(targets["meter"].long().clamp(min=0), len(METERS)).float()
    parts = {
        "beat": mean(beat, logits[0], known, whole["beat_phase"]),
        "bar": mean(bar, logits[1], barred, whole["bar_phase"]),
        "tempo": mean(tempo, logits[2], known, whole["beat_phase"]),
        "meter": mean(meter, logits[3], barred, whole["bar_phase"]),
    }
    total = parts["beat"] + BAR_WEIGHT * parts["bar"] + TEMPO_WEIGHT * parts["tempo"] + METER_WEIGHT * parts["meter"]
    return parts | {"loss": total}


def portioned_loss(model: MeterModel, batch: Batch, device: torch.device) -> PortionedLoss:
    """The loss of one batch (the step and micro batch that it is asked for do not matter)."""
    size = len(batch[0][0])

    def loss(step: int, micro: int, portion: Portion) -> Losses:
        features, cos, sin, keep = (placed(values[portion.rows(size)], device) for values in batch[0])
        targets = {name: placed(values, device) for name, values in batch[1].items()}
        own = {name: values[portion.rows(size)] for name, values in targets.items()}
        losses = loss_of(model(features, cos, sin, keep), own, targets)
        return {name: value * portion.parts for name, value in losses.items()}

    return PortionedLoss(size, loss)


def save_weights(model: MeterModel, path: Path, note: dict[str, str]) -> None:
    """Half-precision weights with what the app must know to run them."""
    settings = {
        "event_features": str(EVENT_FEATURES),
        "layers": str(len(model.blocks)),
        "heads": str(model.blocks[0].heads),
        **note,
    }
    save_half(model, path, settings)


class Windows:
    """Draws training batches from corpora, each with its share."""

    def __init__(self, corpora: list[tuple[float, list[Piece]]], batch: int, pairs: int) -> None:
        self.pieces, self.batch, self.pairs = [pieces for _, pieces in corpora], batch, pairs
        shares = np.array([share for share, _ in corpora])
        self.shares = shares / shares.sum()
        # a work that was played thirty times should not be heard thirty times as often; long ones more than short ones
        self.weights = []
        for pieces in self.pieces:
            counts = Counter(piece.group for piece in pieces)
            weight = np.array([len(p.beats) ** 0.5 / counts[p.group] ** 0.4 for p in pieces])
            self.weights.append(weight / weight.sum())

    def draw(self, rng: np.random.Generator) -> Batch:
        """One batch."""
        examples = []
        for index in rng.choice(len(self.pieces), self.batch, p=self.shares):
            pieces = self.pieces[index]
            examples.append(make_example(pieces[rng.choice(len(pieces), p=self.weights[index])], rng))
        return batch_of(examples, self.pairs)


def main() -> None:
    """Read the command line and train."""
    parser = CommandParser("python -m training.train_meter")
    parser.description = __doc__
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the corpora as arrays")
    parser.add_argument("--asap", type=Path, required=True)
    parser.add_argument("--wjazzd", type=Path, required=True)
    parser.add_argument("--scores", type=Path, nargs="+", default=[])
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--init", type=Path, help="weights to start from")
    arguments = parser.parse_args()
    try:
        train(arguments, torch_device(arguments.device))
    except TatumFlowError as error:
        parser.error(str(error))


def train(arguments: argparse.Namespace, device: torch.device) -> None:
    """Read the corpora, train, write the weights. Raises ResourceError where memory does not hold a window."""
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)

    corpora: list[tuple[float, list[Piece]]] = []
    watched: dict[str, list[Piece]] = {}
    for folder in (arguments.asap, arguments.wjazzd, *arguments.scores):
        pieces = cached_corpus(folder, arguments.cache)
        train = [piece for piece in pieces if part_of(piece.group) == "train" and len(piece.beats) > 16]
        kind = folder.name
        share = CORPUS_SHARES.get(kind, SCORE_SHARE * SCORE_WEIGHTS.get(kind, 0.04))
        corpora.append((share, train))
        if kind in CORPUS_SHARES:
            watched[kind] = [piece for piece in pieces if part_of(piece.group) == "validation"]

    model = MeterModel(arguments.width, arguments.layers).to(device)
    pairs = arguments.width // model.blocks[0].heads // 2
    check = np.random.default_rng(1)
    held_out = {
        kind: on_device(
            batch_of([make_example(pieces[i % len(pieces)], check, plain=True) for i in range(32)], pairs), device
        )
        for kind, pieces in watched.items()
    }
    if arguments.init:
        from safetensors.torch import load_file

        model.load_state_dict({name: value.float() for name, value in load_file(arguments.init).items()})
    matrices = [p for p in model.parameters() if p.ndim > 1]
    vectors = [p for p in model.parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}],
        lr=arguments.rate, betas=(0.9, 0.98),
    )  # fmt: skip
    parts = 1

    def backward(step: int, batch: Batch) -> Tensor:
        nonlocal parts
        loss = portioned_loss(model, batch, device)
        optimizer.zero_grad(set_to_none=True)
        while (losses := gradients(loss, step, 0, parts, share=1.0, device=device, bf16=True)) is None:
            optimizer.zero_grad(set_to_none=True)
            parts = more_parts(parts, loss.most)
            print(memory_event(step, parts, loss.most)["message"], flush=True)
        return losses["loss"]

    def report(average: MeterModel, steps: int, words: str) -> None:
        with torch.no_grad(), mixed_precision(device):
            for kind, (watched_inputs, watched_targets) in held_out.items():
                found = loss_of(average(*watched_inputs), watched_targets)
                words += f"  {kind} " + " ".join(f"{name} {value:.3f}" for name, value in found.items())
        print(words, flush=True)
        save_weights(average, arguments.out, {"steps": str(steps)})

    examples = Drawn(Windows(corpora, arguments.batch, pairs).draw, arguments.seed)
    batches = DataLoader(examples, batch_size=None, num_workers=1, prefetch_factor=8)
    learn(model, optimizer, batches, Schedule(arguments.steps, arguments.rate, 60), backward, report)


if __name__ == "__main__":
    keep_large_buffers()
    main()
