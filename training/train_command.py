"""`tatumflow train`: its options, what they mean together, and what stops it. The loop is in `training.loop`.

Reports are JSON lines on standard output, for a parent process and for people (docs/researchers.md); `stop` on standard
input (or Ctrl-C) makes it write a checkpoint and leave.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import threading
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.commands.interrupt import cancel_on_interrupt
from engine.commands.options import CommandParser, add_common_options, real, whole
from engine.errors import Cancelled, InputError, ResourceError
from training.allocator import keep_large_buffers

if TYPE_CHECKING:
    from training.accelerate import Processes
    from training.corruption import Corruptions

STAGES = ("codec", "decoder", "denoiser", "phrase")
DEFAULT_MINUTES = 10.0
EXAMPLES = """
With --name (or a --base other than none) a folder of MIDI files becomes a personal style: small adapters on the frozen
base, installed as NAME beside the palette. RUN keeps the resumable state; the same command goes on where it was.

With --base none a model is trained from nothing in four stages: the codec (what the factors are), the note decoder, the
beat denoiser and the phrase denoiser. The finished model is in RUN/checkpoint, ready for `tatumflow generate
--checkpoint`. Several processes share the work where torchrun or accelerate starts the same command.

With --one-file a tiny model learns one MIDI file by heart and plays it back: a check of the whole pipeline.

examples:
  tatumflow train my-midi-folder --name Mine --minutes 10
  tatumflow train data --base none --size tiny --minutes 5 --out runs/first
  tatumflow train data --base none --size small --recipe small --out runs/small
  tatumflow train tune.mid --one-file
"""


def add_arguments(parser: CommandParser) -> None:
    """The options of `tatumflow train`."""
    parser.description = "Learn a personal style from a folder of MIDI files, or train a model on a prepared dataset."
    parser.epilog = EXAMPLES
    parser.add_argument(
        "dataset", type=Path, metavar="DATASET_OR_FOLDER", help="made by `tatumflow prepare`, or a folder of MIDI files"
    )
    parser.add_argument("--name", metavar="STYLE", help="learn a personal style of this name")
    parser.add_argument(
        "--base",
        metavar="CHECKPOINT|none",
        help="what a style is learned on (default: the bundled model); none: from nothing",
    )
    parser.add_argument("--minutes", type=real(0.05, 100_000), metavar="M", help="time for all of it (a style: 10)")
    parser.add_argument("--steps", type=whole(1), metavar="N", help="steps (of every stage), instead of a time")
    parser.add_argument("--out", type=Path, metavar="RUN", help="folder of the run; resumed if begun")
    parser.add_argument("--seed", type=whole(0), default=0, metavar="S", help="of weights, data and noise (default: 0)")
    parser.add_argument("--one-file", action="store_true", help="learn one MIDI file by heart and play it back")
    style = parser.add_argument_group("a personal style")
    style.add_argument("--rank", type=whole(1, 64), default=8, metavar="R", help="of the adapters (8)")
    style.add_argument("--rate", type=real(1e-6, 0.1), default=1.5e-3, metavar="LR", help="learning rate (0.0015)")
    style.add_argument("--patience", type=whole(0), default=4, metavar="N", help="checkpoints without gain (4)")
    style.add_argument("--prompts", type=whole(0, 64), metavar="N", help="for the figures (10, fewer in little time)")
    style.add_argument("--role", metavar="ROLE", help="learn from lead, chords or bass alone (or several, joined by +)")
    scratch = parser.add_argument_group("from scratch")
    scratch.add_argument("--size", default="small", metavar="NAME", help="`check-training --sizes` lists them (small)")
    scratch.add_argument("--recipe", default="small", metavar="NAME|FILE.json", help="settings of the stages (small)")
    scratch.add_argument("--init", type=Path, metavar="CHECKPOINT", help="begin with its weights and keep its codec")
    scratch.add_argument("--stage", choices=STAGES, help="train this stage only")
    scratch.add_argument(
        "--corruption", action="append", default=[], metavar="NAME[:FACTORS]",
        help="damage what the networks are given: blur, drop, shift or trade, as in drop:melody+rhythm (repeatable)",
    )  # fmt: skip
    scratch.add_argument(
        "--resident", type=whole(1), metavar="N", help="stream: keep only N shards of the dataset in memory at a time"
    )
    add_common_options(parser)


def load_recipe(name: str) -> dict[str, dict[str, Any]]:
    """The settings of each stage: batch size, steps, rate and the others of `TrainConfig`.

    Raises:
        InputError: for an unknown name or a file that is none.
    """
    if name.endswith(".json"):
        try:
            return dict(json.loads(Path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise InputError(
                "The recipe {name} cannot be read ({error}); choose another file.", name=name, error=error
            ) from error
    file = resources.files("training.recipes") / f"{name}.json"
    if not file.is_file():
        known = sorted(p.name[:-5] for p in resources.files("training.recipes").iterdir() if p.name.endswith(".json"))
        raise InputError("There is no recipe '{name}'; choose one of {known}.", name=name, known=", ".join(known))
    values: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return values


def run(args: argparse.Namespace) -> int:
    """Do what the options ask for. Raises TatumFlowError for what the user can mend."""
    keep_large_buffers()
    if args.one_file:
        from training.one_file import check_one_file

        return check_one_file(args.dataset, device=args.device, as_json=args.json)
    if args.name is not None or args.base not in (None, "none"):
        from training.adapt_control import failure_told

        with failure_told():
            return _learn_style(args)
    return _train_from_scratch(args)


def _learn_style(args: argparse.Namespace) -> int:
    from engine.generate.role_writing import check_roles
    from engine.model.personal import check_name
    from engine.music.note import ROLES

    if args.base == "none":
        raise InputError("A personal style needs a base: leave out --base none, or leave out --name.")
    name = check_name(args.name or args.dataset.absolute().name)
    from training.adapt import LATENESS, Order, learn_style
    from training.adapt_control import Control
    from training.adapt_model import AdaptSettings

    minutes = args.minutes or DEFAULT_MINUTES
    order = Order(
        args.dataset, name, args.out or default_run(name), Path(args.base) if args.base else None, minutes, args.steps,
        args.seed, args.threads, args.device,
        settings=AdaptSettings(rank=args.rank, rate=args.rate, patience=args.patience),
        measure=min(10, max(2, int(2 * minutes))) if args.prompts is None else args.prompts,
        roles=tuple(ROLES[name] for name in check_roles(args.role)) if args.role else (),
    )  # fmt: skip
    with cancel_on_interrupt() as interrupted:
        control = Control(limit_s=0.0 if args.steps else LATENESS * 60 * minutes, interrupted=interrupted)
        try:
            learn_style(order, control)
        except KeyboardInterrupt:
            raise Cancelled from None
    return 0


def default_run(name: str) -> Path:
    """Where the run of a personal style is kept if no --out says so: beside the user's styles."""
    from engine.model.personal import styles_folder

    return styles_folder().parent / "runs" / name


def _train_from_scratch(args: argparse.Namespace) -> int:
    from engine.model.config import PRESETS

    if args.size not in PRESETS:
        raise InputError("There is no size '{size}'; choose one of {known}.", size=args.size, known=", ".join(PRESETS))
    if args.out is None:
        raise InputError("Training a model needs --out RUN, the folder that keeps its state and the result.")
    recipe = load_recipe(args.recipe)
    from training.refusals import told

    with told(args.out):
        return _train_stages(args, recipe)


def _train_stages(args: argparse.Namespace, recipe: dict[str, dict[str, Any]]) -> int:
    import torch

    from engine.generate.originality import INDEX_FILE
    from engine.model.checkpoint import load_checkpoint
    from engine.model.config import preset
    from engine.model.devices import title
    from engine.model.style_examples import EXAMPLES_FILE
    from training.accelerate import Processes
    from training.loop import TrainConfig
    from training.originality import measured_index
    from training.palette import palette_of
    from training.publish import publish
    from training.shard_stream import open_windows
    from training.style_examples import write_examples
    from training.train_model import print_report, train_stage

    torch.set_num_threads(args.threads)
    corruptions = _corruptions(args.corruption)
    together = Processes.join(args.device)
    dataset = _dataset(args, together)
    try:
        source = open_windows(dataset, "train", seed=args.seed, resident=args.resident)
    except MemoryError:
        if args.resident:
            raise ResourceError(
                "The pieces of {dataset} do not fit into memory; give a lower --resident than {resident}.",
                dataset=dataset,
                resident=args.resident,
            ) from None
        raise ResourceError(
            "The pieces of {dataset} do not fit into memory; --resident 4 keeps four shards of them at a time.",
            dataset=dataset,
        ) from None
    begun = load_checkpoint(args.init) if args.init else None
    lacking = [stage for stage in STAGES if stage not in recipe]
    if lacking and not begun:
        raise InputError(
            "The recipe says nothing of the {stage}: give --init CHECKPOINT, whose networks it keeps.",
            stage=lacking[0],
        )
    config = begun.config if begun else preset(args.size, palette_of(source.styles))
    missing = source.styles - set(config.styles)
    if missing:
        raise InputError(
            "The palette of {checkpoint} has no '{style}': leave out --init, or these pieces.",
            checkpoint=args.init,
            style=min(missing),
        )
    windows = source.windows(config.styles, config.window_beats)
    if together.first:
        print_report(
            {"event": "data", "pieces": source.pieces, "notes": source.notes, "device": title(together.device)}
        )
    stop = _listen_for_stop()
    stages = (args.stage,) if args.stage else tuple(stage for stage in STAGES if stage in recipe)
    shares = sum(recipe[stage]["share"] for stage in stages)
    try:
        for stage in stages:
            settings = dict(recipe[stage])
            batch_size, share = settings.pop("batch_size"), settings.pop("share")
            settings["seed"] = args.seed
            settings["minutes"] = args.minutes * share / shares if args.minutes else 0.0
            if args.steps:
                settings["steps"] = args.steps
            train_stage(
                stage, config, windows, args.out, TrainConfig(**settings), batch_size=batch_size, report=print_report,
                should_stop=stop.is_set, corruptions=corruptions, processes=together, begun=begun,
            )  # fmt: skip
    except KeyboardInterrupt:
        together.leave()
        raise Cancelled from None
    if not args.stage and together.first:
        facts = {"dataset": {"pieces": source.pieces}, "recipe": recipe, "seed": args.seed}
        if begun:
            further = [*begun.provenance.get("further", []), {"from": begun.digest, **facts}]
            provenance = {**begun.provenance, "further": further}
        else:
            provenance = {**facts, "size": args.size}
        file = publish(args.out, config, args.out / "checkpoint", provenance, begun)
        measured_index(dataset).save(file.with_name(INDEX_FILE))
        if begun and "codec" not in stages and (begun.folder / EXAMPLES_FILE).is_file():
            shutil.copy(begun.folder / EXAMPLES_FILE, file.parent)  # the codec that made them is kept
        else:
            write_examples(file.parent, dataset)
        print_report({"event": "done", "file": str(file)})
    together.leave()
    return 0


def _dataset(args: argparse.Namespace, together: Processes) -> Path:
    """The prepared dataset: the folder itself, or what is made of a folder of MIDI files where --base none says so."""
    from training.shards import INDEX_NAME

    folder: Path = args.dataset
    if args.base != "none" or (folder / INDEX_NAME).is_file() or not folder.is_dir():
        return folder
    made: Path = args.out / "dataset"
    if together.first:
        from engine.commands.progress import ProgressLine
        from training.prepare import prepare

        with ProgressLine("prepare") as line:
            prepare(folder, made, progress=line.update)
    together.wait()
    return made


def _corruptions(names: list[str]) -> Corruptions:
    from training.corruption import Corruptions, corruption_named

    out = Corruptions()
    for text in names:
        function, factors = corruption_named(text)
        out.add(function, factors=factors)
    return out


def _listen_for_stop() -> threading.Event:
    """An event that is set when the line `stop` arrives on standard input."""
    stop = threading.Event()

    def listen() -> None:
        for line in sys.stdin:
            if line.strip() == "stop":
                stop.set()
                return

    if sys.stdin is not None and not sys.stdin.closed:
        threading.Thread(target=listen, name="stop-listener", daemon=True).start()
    return stop
