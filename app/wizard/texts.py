"""Numbers and names as the pages write them, in the user's language."""

from __future__ import annotations

from app.i18n import translate


def duration_text(seconds: float) -> str:
    """A length for people: "40 s", "12 min", "3 h 18 min"."""
    if seconds < 90:
        return translate("Train", "{seconds} s").format(seconds=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("Train", "{minutes} min").format(minutes=minutes)
    return translate("Train", "{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def left_text(seconds: float) -> str:
    """Time left, no finer than it can be known."""
    if seconds < 20:
        return translate("Train", "a few seconds left")
    if seconds < 90:
        return translate("Train", "about {seconds} s left").format(seconds=round(seconds / 10) * 10)
    return translate("Train", "about {time} left").format(time=duration_text(seconds))


def number_text(value: float) -> str:
    """A whole number in groups of three, with a narrow space that no language takes for a decimal sign."""
    return f"{value:,.0f}".replace(",", "\u202f")


def size_text(size_bytes: float) -> str:
    """A size in MB or GB."""
    if size_bytes < 950_000_000:
        return translate("Train", "{size} MB").format(
            size=f"{size_bytes / 1e6:.1f}" if size_bytes < 2e7 else f"{size_bytes / 1e6:.0f}"
        )
    return translate("Train", "{size} GB").format(size=f"{size_bytes / 1e9:.1f}")


def chord_name(quality: str) -> str:
    """A chord class as musicians say it."""
    return {
        "": translate("Train", "major"),
        "m": translate("Train", "minor"),
        "7": translate("Train", "dominant 7"),
        "maj7": translate("Train", "major 7"),
        "m7": translate("Train", "minor 7"),
        "m7b5": translate("Train", "half-diminished"),
        "dim7": translate("Train", "diminished"),
        "sus4": translate("Train", "sus"),
        "aug": translate("Train", "augmented"),
    }.get(quality, quality)
