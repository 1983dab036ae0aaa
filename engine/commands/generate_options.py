"""The options of `tatumflow generate`, and which of them each mode takes. Making a job of them is in `generate_job`."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.commands.options import (
    add_beats_option,
    add_common_options,
    bar_locks,
    bar_range,
    bar_ranges,
    key,
    meter,
    names_of,
    real,
    register,
    weighted_styles,
    whole,
)
from engine.errors import InputError
from engine.generate.jobs import (
    FACTORS,
    FAST_STEPS,
    FREE_MODES,
    FROM_PROMPT,
    LOCK_MODES,
    MAX_BARS,
    MODES,
    QUALITY_STEPS,
    SETTLED_BY,
    Sampling,
)
from engine.music.feels import FEELS

ROLES = ("lead", "chords", "bass", "random")
DEFAULT_BARS = 8
MAX_SEED = 2**63 - 1
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "--keep-bars": ("infill",),
    "--redo-bars": ("infill",),
    "--lock": LOCK_MODES,
    "--lock-bars": LOCK_MODES,
    "--strength": ("transfer",),
    "--role": ("pattern", "solo"),
    "--all-keys": ("pattern",),
    "--feel": ("solo", "pattern", "song"),
    "--form": ("song",),
    "--sections": ("song",),
    "--bars": ("continue", *FREE_MODES),
    "--seconds": ("continue", *FREE_MODES),
    "--max-tokens": ("continue", "improvise", "transfer", "solo", "pattern"),
}
"""Option -> the modes that can follow it, where not all can; the most usual one first."""
EXAMPLES = """\
examples:
  tatumflow generate --mode continue --prompt verse.mid
  tatumflow generate --mode continue --prompt verse.mid --prompt-bars 5:8 --bars 16 --out answer.mid --only-generated
  tatumflow generate --mode infill --prompt verse.mid --redo-bars 3:4 --variations 4 --out takes/
  tatumflow generate --mode improvise --prompt verse.mid --lock melody --creativity 0.7 --density 0.4
  tatumflow generate --mode transfer --prompt verse.mid --style "Art Tatum:0.7" --strength 0.6 --lock harmony
  tatumflow generate --mode solo --chords "Dm7 | G7 | Cmaj7 | %" --tempo 180 --bars 16
  tatumflow generate --mode pattern --role bass --all-keys --out patterns/
  tatumflow generate --mode solo --role lead+chords+bass --chords bossa --feel bossa --out bossa.mid
  tatumflow generate --mode song --form AABA --tempo 140 --key Eb --out song.mid
  tatumflow generate --same-as song.mid --out song-again.mid
  tatumflow generate --mode continue --tempo 160 --meter 3/4 --bars 8 --out waltz.mid

Standard output is the path of each file written (or, with --json, one object); everything else goes to standard error.
"""


def _mode(text: str) -> str:
    if text not in MODES:
        raise argparse.ArgumentTypeError(f"there is no mode {text!r}; choose among {', '.join(MODES)}")
    return text


def add_generate_options(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = "Write MIDI: from a prompt, over chords, or from nothing where neither is given."
    parser.epilog = EXAMPLES
    parser.add_argument("--mode", type=_mode, metavar="MODE", help=f"one of: {', '.join(MODES)}")
    parser.add_argument(
        "--same-as", type=Path, metavar="TAKE.mid", help="write the take of that file again, from what it tells"
    )
    parser.add_argument("--prompt", type=Path, metavar="IN.mid", help="the music to begin from")
    add_beats_option(parser)
    parser.add_argument("--prompt-bars", type=bar_range, metavar="A:B", help="use bars A to B of it, counted from 1")
    parser.add_argument("--prompt-tokens", type=whole(1), metavar="N", help="use its last bars with at most N tokens")
    parser.add_argument("--out", type=Path, metavar="OUT.mid", help="the file, or the folder of several takes")
    parser.add_argument("--force", action="store_true", help="overwrite existing files")
    parser.add_argument("--only-generated", action="store_true", help="leave the prompt out of the output")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--bars", type=whole(1, MAX_BARS), metavar="N", help=f"bars to write (default: {DEFAULT_BARS})")
    length.add_argument("--seconds", type=real(0, 600, low_open=True), metavar="S", help="write this long instead")
    parser.add_argument(
        "--max-tokens", type=whole(1), metavar="N", help="end before the bar that would exceed N tokens"
    )
    parser.add_argument("--variations", type=whole(1, 16), default=1, metavar="K", help="takes (default: 1)")
    parser.add_argument("--seed", type=whole(0, MAX_SEED), metavar="S", help="same seed, same notes (default: random)")
    _add_music(parser)
    _add_modes(parser)
    _add_sampling(parser)
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FOLDER", help="a model of your own (default: the bundled one)"
    )
    parser.add_argument(
        "--processes", type=whole(1, 2), default=1, metavar="N",
        help="2 write several takes, or the parts of a solo or song, side by side; the same notes (default: 1)",
    )  # fmt: skip
    add_common_options(parser)


def _add_music(parser: argparse.ArgumentParser) -> None:
    music = parser.add_argument_group("music")
    music.add_argument(
        "--style",
        type=weighted_styles,
        default=(),
        metavar="NAME[:W],...",
        help="styles of the palette, mixed by weight",
    )
    music.add_argument(
        "--own-music", type=Path, metavar="FOLDER", help="also report the longest match with your own MIDI files"
    )
    music.add_argument("--style-from", type=Path, metavar="FILE.mid", help="a style read off a MIDI file")
    music.add_argument(
        "--chords", metavar="TEXT|FILE", help='"Dm7 | G7 | Cmaj7 | %%", a .txt or .csv file, or an iReal Pro link'
    )
    music.add_argument("--tempo", type=real(20, 400), metavar="BPM", help="default: from the prompt, else 120")
    music.add_argument("--meter", type=meter, metavar="4/4", help="default: from the prompt, else 4/4")
    music.add_argument("--key", type=key, metavar="C|Am|...", help="default: heard in the notes")
    music.add_argument(
        "--creativity", type=real(0, 1), default=0.5, metavar="0..1", help="0 stays close, 1 roams (default: 0.5)"
    )
    texture = parser.add_argument_group("texture (default: as the prompt and the style have it)")
    texture.add_argument("--density", type=real(0, 1), metavar="0..1", help="how many notes; 1 is twelve a quarter")
    texture.add_argument("--register", type=register, metavar="LOW:HIGH", help="pitches 0..127 or names such as C3:C5")
    texture.add_argument("--polyphony", type=whole(1, 8), metavar="1..8", help="most notes that sound at once")
    texture.add_argument("--swing", type=real(0, 1), metavar="0..1", help="off-beats: 0 straight, 1 dotted")
    texture.add_argument("--dynamics", type=real(0, 1), metavar="0..1", help="mean loudness; 1 is velocity 127")
    texture.add_argument(
        "--no-repeat", type=whole(2, 16), metavar="2..16",
        help="the top line plays no run of so many notes twice in eight bars",
    )  # fmt: skip


def _add_modes(parser: argparse.ArgumentParser) -> None:
    modes = parser.add_argument_group("of single modes")
    bars = modes.add_mutually_exclusive_group()
    bars.add_argument("--redo-bars", type=bar_ranges, metavar="A:B[,C:D]", help="infill: write these bars anew")
    bars.add_argument("--keep-bars", type=bar_ranges, metavar="A:B[,C:D]", help="infill: write all others anew")
    modes.add_argument(
        "--lock", type=names_of("factor", FACTORS), metavar="FACTOR,...", default=(),
        help=f"infill, improvise, transfer: keep of the prompt {', '.join(FACTORS)}",
    )  # fmt: skip
    modes.add_argument(
        "--lock-bars", type=bar_locks(FACTORS), metavar="A:B:FACTOR,...", default=(),
        help="infill, improvise, transfer: these bars of the prompt keep a factor, as in 3:4:rhythm,5:6:harmony",
    )  # fmt: skip
    modes.add_argument("--strength", type=real(0, 1), metavar="0..1", help="transfer: how far (default: 0.5)")
    modes.add_argument("--role", metavar="ROLE", help=f"pattern, solo: {', '.join(ROLES)} (default: lead)")
    modes.add_argument(
        "--feel",
        choices=FEELS,
        help="solo, pattern, song: how bass, chords and eighths feel the time (default: as the chart says, else swing)",
    )
    modes.add_argument("--all-keys", action="store_true", help="pattern: one file for each of the 24 keys")
    modes.add_argument(
        "--form", metavar="AABA",
        help="song: a letter for each section, small ones for solos, as in 'AABA aaba AABA', or choruses,"
        " as in '12-bar x 4' (default: AABA)",
    )  # fmt: skip
    modes.add_argument("--sections", type=whole(1, 16), metavar="N", help="song: so many sections of the form")


def _add_sampling(parser: argparse.ArgumentParser) -> None:
    sampling = parser.add_argument_group("sampling")
    defaults = Sampling()
    sampling.add_argument(
        "--temperature", type=real(0.05, 2), default=defaults.temperature, metavar="T", help="default: 1"
    )
    sampling.add_argument("--top-k", type=whole(0, 128), default=defaults.top_k, metavar="K", help="0 keeps all")
    sampling.add_argument(
        "--top-p", type=real(0, 1, low_open=True), default=defaults.top_p, metavar="P", help="default: 0.95"
    )
    sampling.add_argument(
        "--guidance",
        type=real(0, 10),
        default=defaults.guidance,
        metavar="G",
        help="weight of the style (default: 1.5)",
    )
    sampling.add_argument(
        "--chord-guidance", type=real(0, 10), default=defaults.chord_guidance, metavar="G",
        help="weight of the chords (default: 1.5)",
    )  # fmt: skip
    steps = sampling.add_mutually_exclusive_group()
    steps.add_argument("--steps", type=whole(1, 1000), default=QUALITY_STEPS, metavar="N", help="default: 50")
    steps.add_argument("--fast", action="store_true", help=f"{FAST_STEPS} steps")


def check_options(args: argparse.Namespace) -> None:
    """Refuse options that mean nothing to the mode, or contradict each other.

    Raises:
        InputError: naming the option and what to do.
    """
    if args.mode is None:
        raise InputError(
            "Say what to write with --mode: one of {modes} (or --same-as TAKE.mid).", modes=", ".join(MODES)
        )
    for option, modes in ONLY_FOR.items():
        given = getattr(args, option[2:].replace("-", "_"))
        if given not in (None, False, ()) and args.mode not in modes:
            kept = " (it keeps the prompt's length)" if "song" in modes and args.mode in FROM_PROMPT else ""
            raise InputError(
                "{option} belongs to the mode {modes} and means nothing to {mode}{kept}.",
                option=option,
                modes=modes[0],
                mode=args.mode,
                kept=kept,
            )
    if args.prompt is None and (args.prompt_bars or args.prompt_tokens):
        raise InputError("--prompt-bars and --prompt-tokens need a --prompt to take from.")
    if args.prompt is None and args.beats != "auto":
        raise InputError("--beats needs a --prompt whose beats they are.")
    if args.prompt is None and args.mode in FROM_PROMPT:
        raise InputError("The mode {mode} needs a --prompt to work on.", mode=args.mode)
    if args.mode == "infill" and not (args.redo_bars or args.keep_bars):
        raise InputError("The mode infill needs --redo-bars or --keep-bars, as in --redo-bars 3:4.")
    if args.mode == "transfer" and not args.style and args.style_from is None:
        raise InputError("The mode transfer needs a --style or a --style-from to go to.")
    if args.mode == "solo" and args.chords is None and args.prompt is None:
        raise InputError('The mode solo needs --chords to play over, as in --chords "Dm7 | G7 | Cmaj7 | %".')
    if args.all_keys and args.key is not None:
        raise InputError("--all-keys writes every key: leave --key out.")
    for name, factor in SETTLED_BY.items():
        asked = getattr(args, name.replace("-", "_"))
        if asked is not None and factor in (*args.lock, *(locked for _, _, locked in args.lock_bars)):
            lock = f"--lock {factor}" if factor in args.lock else f"--lock-bars ...:{factor}"
            raise InputError(
                "{lock} keeps the prompt's and {option} asks for another: leave one of them out.",
                lock=lock,
                option=f"--{name}",
            )
