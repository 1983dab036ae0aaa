"""Renders a clip to an audio file: WAV, FLAC or MP3. Faster than it plays, and the same way every time."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import Cancelled, InputError, ResourceError
from engine.files import replacing
from engine.music.clip import Clip
from engine.sentences import system_reason
from engine.sound.schedule import messages
from engine.sound.soundfont import find_soundfont
from engine.sound.synth import Synth, open_synth

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TAIL_S = 1.0
"""How long the last notes may ring after the end of the clip, in seconds."""
_FADE_S = 0.05
_PEAK = 0.89
"""Highest sample of the file, -1 dB below full scale, as lossy coders overshoot a little."""
_BLOCK_FRAMES = 8192
_SOUNDFILE_FORMATS = {".flac": ("FLAC", "PCM_16"), ".mp3": ("MP3", "MPEG_LAYER_III")}
_MP3_SAMPLE_RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
AUDIO_SUFFIXES = (".wav", *_SOUNDFILE_FORMATS)


def render_clip(
    clip: Clip,
    out: Path,
    soundfont: Path | None = None,
    sample_rate: int = 44_100,
    progress: Callable[[float], None] | None = None,
    cancel: threading.Event | None = None,
) -> None:
    """Write `clip` as the audio file `out`: stereo, 16 bit, as long as the clip plus `TAIL_S`.

    The loudest sample is brought to -1 dB, so quiet and loud clips come out equally loud. An existing file is replaced,
    and only by a complete one.

    Args:
        clip: what to render.
        out: ends in .wav, .flac or .mp3.
        soundfont: the user's own, or None for the default.
        sample_rate: in Hz, 8000..96000.
        progress: called with 0..1 now and then.
        cancel: when it is set, rendering stops within one block.

    Raises:
        InputError: if the suffix or the sample rate cannot be written.
        ResourceError: if there is no SoundFont, no synthesiser, or the file cannot be written.
        Cancelled: if `cancel` was set; `out` is untouched then.
    """
    suffix = out.suffix.lower()
    _check(out, suffix, sample_rate)
    synth = open_synth(find_soundfont(soundfont), sample_rate)
    try:
        samples = _normalised(_render(clip, synth, sample_rate, progress, cancel), sample_rate)
    finally:
        synth.close()
    try:
        with replacing(out) as temporary:
            if suffix == ".wav":
                _write_wav(temporary, samples, sample_rate)
            else:
                _write_compressed(temporary, samples, sample_rate, suffix)
    except OSError as error:
        raise ResourceError(
            "The audio file {path} cannot be written ({reason}): free the disk or choose another folder.",
            path=out,
            reason=system_reason(error),
        ) from error
    if progress is not None:
        progress(1.0)


def render_frames(clip: Clip, sample_rate: int) -> int:
    """Number of frames that `render_clip` writes for `clip`."""
    return round((clip.seconds + TAIL_S) * sample_rate)


def _check(out: Path, suffix: str, sample_rate: int) -> None:
    if suffix not in AUDIO_SUFFIXES:
        raise InputError(
            "{file} is not an audio file name: let it end in {suffixes}.",
            file=out.name,
            suffixes=", ".join(AUDIO_SUFFIXES),
        )
    if not 8000 <= sample_rate <= 96_000:
        raise InputError(
            "A sample rate of {sample_rate} Hz cannot be rendered: choose one from 8000 to 96000 Hz.",
            sample_rate=sample_rate,
        )
    if suffix == ".mp3" and sample_rate not in _MP3_SAMPLE_RATES:
        raise InputError(
            "MP3 has no sample rate of {sample_rate} Hz: choose 44100 or 48000 Hz.", sample_rate=sample_rate
        )
    if not out.parent.is_dir():
        raise ResourceError(
            "The audio file {path} cannot be written, its folder does not exist: create it first.", path=out
        )


def _render(
    clip: Clip,
    synth: Synth,
    sample_rate: int,
    progress: Callable[[float], None] | None,
    cancel: threading.Event | None,
) -> NDArray[np.float32]:
    """Shape (frames, 2), full scale at 1, possibly beyond."""
    import numpy as np

    total = render_frames(clip, sample_rate)
    samples = np.zeros((total, 2), np.float32)
    done = 0

    def render_until(frame: int) -> None:
        nonlocal done
        while done < frame:
            if cancel is not None and cancel.is_set():
                raise Cancelled
            block = min(frame - done, _BLOCK_FRAMES)
            samples[done : done + block] = synth.render(block)
            done += block

    for index, (at_s, message) in enumerate(messages(clip)):
        render_until(min(total, round(at_s * sample_rate)))
        synth.send(message)
        if progress is not None and index % 64 == 0:
            progress(done / total)
    render_until(total)
    return samples


def _normalised(samples: NDArray[np.float32], sample_rate: int) -> NDArray[np.int16]:
    import numpy as np

    fade = min(len(samples), round(_FADE_S * sample_rate))
    if fade:
        samples[-fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)[:, None]
    peak = float(np.abs(samples).max(initial=0.0))
    # What is this quiet is the synthesiser's dither: there was nothing to play.
    gain = _PEAK / peak if peak > 1e-3 else 1.0
    whole: NDArray[np.int16] = np.rint(samples * (gain * 32767)).astype(np.int16)
    return whole


def _write_wav(path: Path, samples: NDArray[np.int16], sample_rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(samples.astype("<i2").tobytes())


def _write_compressed(path: Path, samples: NDArray[np.int16], sample_rate: int, suffix: str) -> None:
    import numpy as np

    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise ResourceError(
            "Files that end in {suffix} need the Python package soundfile: install it, or render to .wav.",
            suffix=suffix,
        ) from error
    container, subtype = _SOUNDFILE_FORMATS[suffix]
    # libsndfile's MP3 writer distorts 16-bit samples (1.2.2 was measured); floating-point ones come out right.
    data = samples / np.float32(32768) if container == "MP3" else samples
    # Written from memory, so that a full disk is told by the system and not as libsndfile's "System error".
    whole = io.BytesIO()
    try:
        soundfile.write(whole, data, sample_rate, format=container, subtype=subtype)
    except (soundfile.LibsndfileError, ValueError, TypeError) as error:
        raise OSError(str(error)) from error
    path.write_bytes(whole.getbuffer())
