"""Train the beat tracker and write its weights for the app.

    python -m training.train_meter --out resources/models/meter.safetensors --cache CACHE \
        --asap ASAP --wjazzd WJAZZD --scores POP909 LIEDER MUTOPIA OPENEWLD JOPLIN DCML CHOPIN_FE --minutes 35

Recipe: windows of 40 s, eight a step, of which 40 % are classical performances (ASAP), 30 % jazz solos (WJazzD, under
seven in ten of them a made-up bass, stride or comping hand) and 30 % scores performed anew with rubato, swing and an
uneven touch; all transposed by up to a tritone and with lost and wrong notes. AdamW, a cosine learning rate, bf16
autocast; an average of the weights (EMA) is what is written. Works of the test part (15 %) are never read, those of the
validation part (10 %) only watched. The split is by work: `training.meter_data.part_of`.

The weights in resources come from 20 minutes of one core in three runs (`--init`), too little to hear tempo: the pulse
inputs were added after them and still weigh nothing there. A run of an hour or more is what should replace them.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from engine.files import replacing
from engine.music.meter_features import FRAMES_PER_SECOND, PATCH
from engine.music.meter_network import METERS, TEMPO_BINS
from training.meter_augment import IGNORED, Example, make_example
from training.meter_data import Piece, cached_corpus, part_of
from training.meter_model import MeterModel

SCORE_WEIGHTS = {"pop909": 0.3, "openewld": 0.08, "joplin": 0.1, "lieder": 0.16, "mutopia": 0.2, "dcml": 0.12}
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 1, 4, 16, 64)
"""In steps of 40 ms: a beat is placed from half a minute on either side."""
TEMPO_WEIGHT = 0.2
POSITIVE_WEIGHT = 3.0
"""A frame with a beat counts this often: they are about one in twenty-five."""


def batch_of(examples: list[Example]) -> tuple[Tensor, ...]:
    """Stack windows: steps (B, T / PATCH, INPUTS), beat, downbeat, tempo, meter, known (B, T)."""
    fields = ("steps", "beat", "downbeat", "tempo", "meter", "known")
    return tuple(torch.from_numpy(np.stack([getattr(example, name) for example in examples])) for name in fields)


def loss_of(
    logits: tuple[Tensor, ...], beat: Tensor, downbeat: Tensor, tempo: Tensor, meter: Tensor, known: Tensor
) -> Tensor:
    """Weighted sum of the four heads' losses, over the annotated frames."""
    total = known.sum().clamp(min=1)
    weight = torch.tensor(POSITIVE_WEIGHT)
    beats = functional.binary_cross_entropy_with_logits(logits[0], beat, reduction="none", pos_weight=weight)
    bars = functional.binary_cross_entropy_with_logits(logits[1], downbeat, reduction="none", pos_weight=weight * 2)
    loss = ((beats + bars) * known).sum() / total
    # the tempo is a soft class: a Gaussian about the local beat length
    tempo, meter = tempo[:, ::PATCH], meter[:, ::PATCH]  # (B, T / PATCH)
    bins = torch.arange(TEMPO_BINS, dtype=torch.float32)
    soft = torch.softmax(-0.5 * (bins - tempo[..., None]).square() / 0.8**2, dim=-1)  # (B, T, bins)
    heard = (tempo >= 0).float()
    tempo_log = functional.log_softmax(logits[2], dim=-1)
    loss = loss - TEMPO_WEIGHT * ((soft * tempo_log).sum(-1) * heard).sum() / heard.sum().clamp(min=1)
    meters = logits[3].reshape(-1, len(METERS))
    if bool((meter != IGNORED).any()):
        loss = loss + 0.05 * functional.cross_entropy(meters, meter.reshape(-1), ignore_index=IGNORED)
    return loss


def save_weights(model: MeterModel, dilations: tuple[int, ...], path: Path, note: dict[str, str]) -> None:
    """Half-precision weights with what the app must know to run them."""
    settings = {
        "frames_per_second": str(FRAMES_PER_SECOND),
        "patch": str(PATCH),
        "dilations": json.dumps(dilations),
        **note,
    }
    state = {name: value.half().contiguous() for name, value in model.state_dict().items()}
    with replacing(path) as temporary:
        save_file(state, temporary, metadata=settings)


def main() -> None:
    """Read the command line, train, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True, help="folder for the corpora as arrays")
    parser.add_argument("--asap", type=Path, required=True)
    parser.add_argument("--wjazzd", type=Path, required=True)
    parser.add_argument("--scores", type=Path, nargs="+", default=[])
    parser.add_argument(
        "--minutes", type=float, default=35, help="of processor time, so that a busy machine trains as much"
    )
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--frames", type=int, default=2048)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--init", type=Path, help="weights to start from")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    rng = np.random.default_rng(arguments.seed)

    corpora: list[tuple[float, list[Piece]]] = []
    watched: dict[str, list[Piece]] = {}
    for folder in (arguments.asap, arguments.wjazzd, *arguments.scores):
        pieces = cached_corpus(folder, arguments.cache)
        train = [piece for piece in pieces if part_of(piece.group) == "train" and len(piece.beats) > 16]
        kind = folder.name
        share = {"asap": 0.4, "wjazzd": 0.3}.get(kind, 0.3 * SCORE_WEIGHTS.get(kind, 0.04))
        corpora.append((share, train))
        if kind in ("asap", "wjazzd"):
            watched[kind] = [piece for piece in pieces if part_of(piece.group) == "validation"]
    shares = np.array([share for share, _ in corpora])
    # a work that was played thirty times should not be heard thirty times as often; long ones more than short ones
    weights = []
    for _, pieces in corpora:
        names = [piece.group for piece in pieces]
        counts = {name: names.count(name) for name in set(names)}
        weight = np.array([len(p.beats) ** 0.5 / counts[p.group] ** 0.4 for p in pieces])
        weights.append(weight / weight.sum())

    def draw() -> Example:
        index = rng.choice(len(corpora), p=shares / shares.sum())
        pieces = corpora[index][1]
        return make_example(pieces[rng.choice(len(pieces), p=weights[index])], rng, arguments.frames)

    check = np.random.default_rng(1)
    held_out = {
        kind: batch_of([make_example(pieces[i % len(pieces)], check, arguments.frames, plain=True) for i in range(24)])
        for kind, pieces in watched.items()
    }
    dilations = DILATIONS
    model = MeterModel(arguments.width, dilations)
    if arguments.init:
        from safetensors.torch import load_file

        state = {name: value.float() for name, value in load_file(arguments.init).items()}
        model.load_state_dict(state)
    average = MeterModel(arguments.width, dilations)
    average.load_state_dict(model.state_dict())
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.02, betas=(0.9, 0.98))
    began, step, shown, running = time.process_time(), 0, 0.0, 0.0
    while (done := (time.process_time() - began) / (60 * arguments.minutes)) < 1:
        rate = arguments.rate * min(1.0, (step + 1) / 100) * max(0.02, 0.5 * (1 + np.cos(np.pi * done)))
        for group in optimizer.param_groups:
            group["lr"] = rate
        steps, *targets = batch_of([draw() for _ in range(arguments.batch)])
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(steps)
        loss = loss_of(logits, *targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        decay = min(0.998, (step + 1) / (step + 20))
        with torch.no_grad():
            for kept, fresh in zip(average.parameters(), model.parameters(), strict=True):
                kept.lerp_(fresh, 1 - decay)
        running += (loss.item() - running) * max(0.01, 1 / step)
        if time.process_time() - began - shown > 60:
            shown = time.process_time() - began
            average.eval()
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                losses = {kind: loss_of(average(t[0]), *t[1:]).item() for kind, t in held_out.items()}
            words = "  ".join(f"{kind} {value:.4f}" for kind, value in losses.items())
            print(f"{shown / 60:5.1f} min  step {step}  train {running:.4f}  held out: {words}", flush=True)
            save_weights(average, dilations, arguments.out, {"steps": str(step)})
    save_weights(average, dilations, arguments.out, {"steps": str(step)})


if __name__ == "__main__":
    main()
