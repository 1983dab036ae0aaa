"""`tatumflow doctor`: tries every part that depends on the machine, and says how to mend what does not work."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from engine.commands.options import add_common_options
from engine.errors import TatumFlowError

EXAMPLES = """\
examples:
  tatumflow doctor
  tatumflow doctor --device cuda
  tatumflow doctor --json
"""
CHILD_TIMEOUT_S = 60
# A window is opened in a child process: where Qt's platform plugin is missing a library, Qt ends the process.
OPEN_A_WINDOW = "import sys; from PySide6.QtWidgets import QApplication; QApplication(sys.argv)"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found out about one part.

    Attributes:
        name: the part.
        ok: whether it works.
        detail: what is there.
        fix: what to do; empty where it works.
    """

    name: str
    ok: bool
    detail: str
    fix: str = ""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.description = (
        "What works on this machine: device, training, model, hearing, MIDI ports, sound, fonts, window. "
        "Each with the fix."
    )
    parser.epilog = EXAMPLES
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FOLDER", help="a model of your own (default: the bundled one)"
    )
    add_common_options(parser)


def run(args: argparse.Namespace) -> int:
    """Try everything. Returns 0: finding out what does not work is the command's success."""
    checks: list[Callable[[], Finding]] = [
        check_python,
        lambda: check_device(args.device),
        lambda: check_training(args.device),
        lambda: check_checkpoint(args.checkpoint, args.threads),
        check_hearing,
        check_midi_ports,
        check_synth,
        check_speakers,
        check_fonts,
        check_window,
    ]
    findings = []
    for check in checks:
        finding = check()
        findings.append(finding)
        if not args.json:
            print(describe(finding), flush=True)
    if args.json:
        report = {"ok": all(finding.ok for finding in findings), "checks": [asdict(finding) for finding in findings]}
        print(json.dumps(report, ensure_ascii=False))
    return 0


def describe(finding: Finding) -> str:
    """One line for people, and one more where there is something to do."""
    line = f"{'ok     ' if finding.ok else 'MISSING'}  {finding.name:<11} {finding.detail}"
    return line if finding.ok else f"{line}\n{'':>21}fix: {finding.fix}"


def _package_hint(debian: str, homebrew: str) -> str:
    if sys.platform == "darwin":
        return f"brew install {homebrew}"
    return f"apt install {debian}" if shutil.which("apt-get") else f"install what Debian calls {debian}"


def check_python() -> Finding:
    """The interpreter and the machine."""
    cores = os.cpu_count() or 1
    return Finding("python", True, f"{platform.python_version()} on {platform.platform(terse=True)}, {cores} cores")


def check_device(device: str) -> Finding:
    """Whether the model can run where it is asked to. torch is imported only for a GPU."""
    if device in {"auto", "cpu"}:
        try:
            import onnxruntime
        except (ImportError, OSError) as error:
            return Finding("device", False, f"ONNX Runtime does not load ({error})", "pip install onnxruntime")
        return Finding("device", True, f"cpu, ONNX Runtime {onnxruntime.__version__}")
    return _check_torch("device", device)


def check_training(device: str) -> Finding:
    """What a style would be learned on. torch is imported, where it is installed."""
    return _check_torch("training", device)


def _check_torch(name: str, asked: str) -> Finding:
    try:
        import torch
    except (ImportError, OSError) as error:
        return Finding(name, False, f"{asked} needs PyTorch ({error})", 'pip install "tatumflow[train]"')
    from engine.model.devices import free_bytes, missing, supports_bf16, title, torch_device

    if asked != "auto" and (problem := missing(asked)):
        return Finding(
            name, False, str(problem), "use --device cpu, or install a PyTorch build and a driver for this GPU"
        )
    try:
        device = torch_device(asked)
    except TatumFlowError as error:
        return Finding(name, False, str(error), "mend the GPU's driver, or use --device cpu")
    free = free_bytes(device)
    memory = "" if free is None else f", {free / 1e9:.1f} GB free"
    precision = "bfloat16" if supports_bf16(device) else "float32"
    return Finding(name, True, f"{title(device)}{memory}, PyTorch {torch.__version__}, {precision}")


def check_checkpoint(checkpoint: Path | None, threads: int) -> Finding:
    """Whether the model loads."""
    from engine.generate.engine import Engine

    try:
        engine = Engine.load(checkpoint, device="cpu", threads=threads)
    except TatumFlowError as error:
        return Finding("checkpoint", False, str(error), "choose one with --checkpoint, or install TatumFlow again")
    return Finding("checkpoint", True, f"{engine.checkpoint_hash}, {len(engine.styles)} styles")


def check_hearing() -> Finding:
    """Whether the networks load that hear beats, chords and roles."""
    from engine.music import chord_network, meter_network, role_network

    try:
        meter_network.load_network()
        chord_network.load_network()
        role_network.load_network()
    except TatumFlowError as error:
        return Finding("hearing", False, str(error), "install TatumFlow again")
    return Finding("hearing", True, "beats, chords, key and roles")


def check_midi_ports() -> Finding:
    """Whether MIDI can go in and out."""
    from engine.live.ports import list_inputs, list_outputs
    from engine.sound.quiet import silence_alsa

    silence_alsa()
    try:
        import rtmidi
    except (ImportError, OSError) as error:
        fix = "pip install python-rtmidi (it has wheels for Python 3.11 and 3.12)"
        return Finding("MIDI ports", False, f"python-rtmidi does not load ({error})", fix)
    outputs, inputs = list_outputs(), list_inputs()
    if outputs or inputs:
        return Finding("MIDI ports", True, f"out: {', '.join(outputs) or 'none'}; in: {', '.join(inputs) or 'none'}")
    try:
        rtmidi.MidiOut(rtmidi.API_LINUX_ALSA if sys.platform.startswith("linux") else rtmidi.API_UNSPECIFIED).delete()
    except (OSError, RuntimeError, rtmidi.RtMidiError) as error:
        fix = "load the driver (modprobe snd-seq)" if sys.platform.startswith("linux") else "restart the MIDI service"
        return Finding("MIDI ports", False, f"there is no MIDI system ({str(error).strip()})", fix)
    return Finding("MIDI ports", False, "none", "connect a MIDI device, or make a virtual port in your DAW")


def check_synth() -> Finding:
    """Whether a key that is struck makes sound, in memory."""
    from engine.sound.schedule import NOTE_ON, Message
    from engine.sound.soundfont import find_soundfont
    from engine.sound.synth import open_synth

    fix = _package_hint("libfluidsynth3", "fluid-synth")
    try:
        soundfont = find_soundfont()
        synth = open_synth(soundfont)
    except TatumFlowError as error:
        return Finding("synth", False, str(error), fix)
    try:
        synth.send(Message(NOTE_ON, 60, 100))
        loudest = float(abs(synth.render(22_050)).max())
        name = synth.name
    finally:
        synth.close()
    if loudest < 1e-3:
        return Finding("synth", False, f"{name} stays silent with {soundfont.name}", "choose another SoundFont")
    return Finding("synth", True, f"{name} with {soundfont.name}")


def check_speakers() -> Finding:
    """Whether sound comes out of this machine."""
    from engine.sound.outputs import SilentOutput, open_speakers

    try:
        output = open_speakers()
    except TatumFlowError as error:
        return Finding("speakers", False, str(error), "choose another SoundFont in the settings")
    name, silent = output.name, isinstance(output, SilentOutput)
    output.close()
    fix = "connect an audio device; MIDI output, files and `tatumflow render` work without"
    return Finding("speakers", not silent, str(name), fix if silent else "")


def check_fonts() -> Finding:
    """Whether there are fonts for the window, for English and Korean."""
    if not sys.platform.startswith("linux"):
        return Finding("fonts", True, "the system's own")
    if shutil.which("fc-list") is None:
        folders = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts"]
        there = any(next(folder.rglob("*.[to]t[fc]"), None) for folder in folders if folder.is_dir())
        return Finding(
            "fonts", there, "found" if there else "none", "" if there else _package_hint("fonts-dejavu-core", "")
        )
    families = {language: _families(language) for language in ("en", "ko")}
    if not families["en"]:
        return Finding("fonts", False, "none", _package_hint("fonts-dejavu-core", "font-dejavu"))
    if not families["ko"]:
        fix = _package_hint("fonts-noto-cjk", "font-noto-sans-cjk") + " (only for Korean)"
        return Finding("fonts", False, f"{families['en']} families, none with Korean letters", fix)
    return Finding("fonts", True, f"{families['en']} families, {families['ko']} with Korean letters")


def _families(language: str) -> int:
    listed = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, text=True, check=False)
    return len(set(listed.stdout.splitlines()))


def check_window() -> Finding:
    """Whether the app can open its window here."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return Finding(
            "window", False, "no screen (DISPLAY is not set)", "start it in a desktop session, or use the commands"
        )
    try:
        child = subprocess.run(
            [sys.executable, "-c", OPEN_A_WINDOW], capture_output=True, text=True, check=False, timeout=CHILD_TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return Finding("window", False, "Qt does not come up", "check the desktop session")
    if child.returncode == 0:
        return Finding("window", True, "Qt opens windows")
    lines = [line for line in child.stderr.splitlines() if line.strip()]
    fix = _package_hint("libxcb-cursor0 libxkbcommon-x11-0 libegl1 libgl1", "")
    return Finding("window", False, lines[0] if lines else f"Qt ends with status {child.returncode}", fix)
