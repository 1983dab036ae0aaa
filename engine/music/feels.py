"""Feels of a rhythm section by name, and which of them a chart means by the word for its style."""

from __future__ import annotations

SWING = "swing"
FEELS = (SWING, "two-beat", "bossa")
"""Names of the feels, the usual one first. What a bass and a comping hand do in each is `engine.generate.feels`."""
_WORDS = {
    "bossa": (
        "bossa", "samba", "latin", "brazil", "even 8", "even eighth", "straight 8", "straight eighth", "cuban", "mambo",
        "cha cha", "salsa", "bolero", "rumba",
    ),
    "two-beat": ("two beat", "two feel", "2 beat", "2 feel", "in two", "in 2", "dixie", "ballad"),
}  # fmt: skip


def feel_of_style(style: str) -> str:
    """The feel that a chart's style word means: "Bossa Nova" is "bossa", "Ballad" is "two-beat", any other "swing"."""
    words = " ".join(style.lower().replace("-", " ").split())
    return next((feel for feel, known in _WORDS.items() if any(word in words for word in known)), SWING)
