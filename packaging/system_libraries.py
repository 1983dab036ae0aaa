"""The libraries and tools that pip cannot bring: what is missing, and installing it where that is allowed.

Only the standard library is used here: this runs before anything is installed. Nothing in it is fatal; what stays
missing is named in one line, and the caller goes on with what there is.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

# What the app loads at run time -> its Debian package. Checking by loading is the same on every distribution.
RUN_LIBRARIES = {
    "libfluidsynth.so.3": "libfluidsynth3",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libasound.so.2": "libasound2",
    "libjack.so.0": "libjack-jackd2-0",
}
# Programs that the tests of the real window use -> their Debian packages.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "wmctrl": "wmctrl",
    "dbus-run-session": "dbus",
    "import": "imagemagick",
}
# What screen readers use, for the test of names and roles; the bindings are for the system's own Python.
AT_SPI_PACKAGES = ("at-spi2-core", "gir1.2-atspi-2.0", "python3-gi")
SYSTEM_PYTHON = "/usr/bin/python3"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
ARDOUR_NAMES = ("ardour", "ardour9", "ardour8", "ardour7", "ardour6")
# Newer Debian and Ubuntu renamed these when their time type grew to 64 bits.
RENAMED = {"libasound2": "libasound2t64", "libglib2.0-0": "libglib2.0-0t64"}
APT_TIMEOUT_S = 900


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_fonts() -> bool:
    suffixes = {".ttf", ".otf", ".ttc"}
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(path.suffix.lower() in suffixes for folder in folders if folder.is_dir() for path in folder.rglob("*"))


def _speaks_at_spi() -> bool:
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    try:
        return subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def missing_packages(for_tests: bool) -> list[str]:
    """Debian's names of what is not here; on macOS Homebrew's; none on Windows, where the wheels bring everything."""
    if sys.platform == "darwin":
        prefixes = ("/opt/homebrew/lib", "/usr/local/lib")
        there = any((Path(prefix) / "libfluidsynth.dylib").exists() for prefix in prefixes)
        return [] if there else ["fluid-synth"]
    if not sys.platform.startswith("linux"):
        return []
    missing = [package for library, package in RUN_LIBRARIES.items() if not _loads(library)]
    if not _has_fonts():
        missing.append("fonts-dejavu-core")
    if for_tests:
        missing += [package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None]
        if not _speaks_at_spi():
            missing += AT_SPI_PACKAGES
        # Ardour is large and optional: the drag test skips without it. A disposable CI machine gets it.
        if os.environ.get("CI") == "true" and os.geteuid() == 0 and not any(map(shutil.which, ARDOUR_NAMES)):
            missing.append("ardour")
    return missing


def _apt_prefix() -> list[str] | None:
    """How apt-get can be called without a question: as root, through passwordless sudo, or not at all."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    may = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if may else None


def _run_quietly(command: list[str]) -> bool:
    """Run an installer with its chatter on standard error; False where it failed."""
    try:
        return subprocess.run(command, stdout=sys.stderr, check=False, timeout=APT_TIMEOUT_S).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _apt_name(package: str) -> str:
    """The name under which this release carries `package`."""
    renamed = RENAMED.get(package)
    if renamed is None:
        return package
    known = subprocess.run(["apt-cache", "show", renamed], capture_output=True, check=False)
    return renamed if known.returncode == 0 and known.stdout else package


def _apt_install(prefix: list[str], packages: Iterable[str]) -> bool:
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    lock = ["-o", "DPkg::Lock::Timeout=120"]
    wanted = [_apt_name(package) for package in packages]
    install = [*prefix, *environment, "apt-get", "-qq", *lock, "install", "-y", "--no-install-recommends"]
    if _run_quietly([*install, *wanted]):
        return True
    # One unknown name must not keep the others out.
    return all([_run_quietly([*install, package]) for package in wanted])  # noqa: C419 - every one is to be tried


def ensure(for_tests: bool) -> list[str]:
    """Install what is missing where that needs no question; return what is missing afterwards, after saying so."""
    missing = missing_packages(for_tests)
    if not missing:
        return []
    if sys.platform == "darwin":
        if shutil.which("brew"):
            print(f"Installing {' '.join(missing)} with Homebrew ...", file=sys.stderr, flush=True)
            _run_quietly(["brew", "install", *missing])
    else:
        prefix = _apt_prefix()
        if prefix is not None:
            print(f"Installing system packages: {' '.join(missing)} ...", file=sys.stderr, flush=True)
            _run_quietly([*prefix, "apt-get", "-qq", "update"])
            _apt_install(prefix, missing)
    missing = missing_packages(for_tests)
    if missing:
        how = "brew install" if sys.platform == "darwin" else "apt install" if shutil.which("apt-get") else "install"
        print(f"Not everything is here; going on without. To complete it: {how} {' '.join(missing)}", file=sys.stderr)
    return missing


def ensure_venv_module() -> bool:
    """Debian and Ubuntu split `venv` off Python: install it where that needs no question. True where it works."""
    probe = [sys.executable, "-c", "import venv, ensurepip"]
    if subprocess.run(probe, capture_output=True, check=False).returncode == 0:
        return True
    prefix = _apt_prefix() if sys.platform.startswith("linux") else None
    if prefix is not None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        print(f"Installing {package} ...", file=sys.stderr, flush=True)
        _run_quietly([*prefix, "apt-get", "-qq", "update"])
        _apt_install(prefix, [package])
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0
