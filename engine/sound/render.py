"""Renders a clip to an audio file: WAV, FLAC or MP3. Faster than it plays, and the same way every time.

What is played lies on the disk until its loudest sample is known: a long piece takes no more memory than a short one.
"""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

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
_WAV_FRAMES = (2**32 - 1 - 36) // 4
"""Most frames of a WAV file, which tells its size in 32 bits."""
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
        InputError: if the suffix or the sample rate cannot be written, or the clip is too long for a WAV file.
        ResourceError: if there is no SoundFont, no synthesiser, or the file cannot be written.
        Cancelled: if `cancel` was set; `out` is untouched then.
    """
    suffix = out.suffix.lower()
    frames = render_frames(clip, sample_rate)
    _check(out, suffix, sample_rate, frames)
    synth = open_synth(find_soundfont(soundfont), sample_rate)
    try:
        with closing(synth), TemporaryFile(dir=out.parent) as played, replacing(out) as temporary:
            loudest = _play(clip, synth, played, frames, sample_rate, progress, cancel)
            blocks = _normalised(played, loudest, cancel)
            if suffix == ".wav":
                _write_wav(temporary, blocks, sample_rate)
            else:
                _write_compressed(temporary, blocks, sample_rate, suffix)
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


def _check(out: Path, suffix: str, sample_rate: int, frames: int) -> None:
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
    if suffix != ".wav":
        _soundfile(suffix)
    elif frames > _WAV_FRAMES:
        raise InputError(
            "{file} is too long for a WAV file, which ends after {hours:.1f} hours: choose .flac or .mp3.",
            file=out.name,
            hours=_WAV_FRAMES / sample_rate / 3600,
        )


def _soundfile(suffix: str) -> Any:
    """The package that compresses."""
    try:
        import soundfile
    except (ImportError, OSError) as error:
        raise ResourceError(
            "Files that end in {suffix} need the Python package soundfile: install it, or render to .wav.",
            suffix=suffix,
        ) from error
    return soundfile


def _play(
    clip: Clip,
    synth: Synth,
    played: IO[bytes],
    frames: int,
    sample_rate: int,
    progress: Callable[[float], None] | None,
    cancel: threading.Event | None,
) -> float:
    """Put the sound into `played`, float32 of shape (frames, 2), full scale at 1; returns the loudest sample, possibly
    beyond that."""
    import numpy as np

    fade = np.linspace(1.0, 0.0, round(_FADE_S * sample_rate), dtype=np.float32)[:, None]
    fade_from = frames - len(fade)
    loudest, done = 0.0, 0

    def play_until(frame: int) -> None:
        nonlocal loudest, done
        while done < frame:
            _stop_if(cancel)
            last = min(frame, done + _BLOCK_FRAMES)
            block = np.array(synth.render(last - done))
            fading = block[max(0, fade_from - done) :]
            fading *= fade[max(0, done - fade_from) :][: len(fading)]
            loudest = max(loudest, float(np.abs(block).max()))
            played.write(block.tobytes())
            done = last

    for index, (at_s, message) in enumerate(messages(clip)):
        play_until(min(frames, round(at_s * sample_rate)))
        synth.send(message)
        if progress is not None and index % 64 == 0:
            progress(done / frames)
    play_until(frames)
    return loudest


def _stop_if(cancel: threading.Event | None) -> None:
    if cancel is not None and cancel.is_set():
        raise Cancelled


def _normalised(played: IO[bytes], loudest: float, cancel: threading.Event | None) -> Iterator[NDArray[np.int16]]:
    """What was played in blocks of shape (frames, 2), the loudest sample being at `_PEAK`."""
    import numpy as np

    # What is this quiet is the synthesiser's dither: there was nothing to play.
    gain = _PEAK / loudest if loudest > 1e-3 else 1.0
    played.seek(0)
    while block := played.read(_BLOCK_FRAMES * 2 * np.dtype(np.float32).itemsize):
        _stop_if(cancel)
        samples = np.frombuffer(block, np.float32).reshape(-1, 2)
        yield np.rint(samples * (gain * 32767)).astype(np.int16)


def _write_wav(path: Path, blocks: Iterator[NDArray[np.int16]], sample_rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        for block in blocks:
            file.writeframesraw(block.astype("<i2").tobytes())


class _Outlet(io.FileIO):
    """Where libsndfile writes, which says "System error" of whatever the system says; it is kept here."""

    refusal: OSError | None = None

    def write(self, data: Any) -> int:
        """Write all of `data`, or as much as the system takes."""
        done = 0
        try:
            while done < len(data):
                done += super().write(data[done:])
        except OSError as error:
            self.refusal = error
        return done


def _write_compressed(path: Path, blocks: Iterator[NDArray[np.int16]], sample_rate: int, suffix: str) -> None:
    import numpy as np

    soundfile = _soundfile(suffix)
    container, subtype = _SOUNDFILE_FORMATS[suffix]
    with _Outlet(path, "w+") as file:
        try:
            with soundfile.SoundFile(file, "w", sample_rate, 2, subtype, format=container) as audio:
                for block in blocks:
                    # libsndfile's MP3 writer distorts 16-bit samples (1.2.2 was measured); floating-point ones come
                    # out right.
                    audio.write(block / np.float32(32768) if container == "MP3" else block)
        except (soundfile.LibsndfileError, ValueError, TypeError) as error:
            raise file.refusal or OSError(str(error)) from error
        if file.refusal is not None:
            raise file.refusal
