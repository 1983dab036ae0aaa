"""Which palette style a piece is an example of. The palette of a checkpoint is the list of names that its data gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PIANISTS = (
    "Art Tatum", "Oscar Peterson", "Teddy Wilson", "Erroll Garner", "Thelonious Monk", "Keith Jarrett", "Brad Mehldau",
    "McCoy Tyner", "Chick Corea", "Fred Hersch", "Hank Jones", "George Shearing", "Dave McKenna", "Dick Hyman",
    "Ray Bryant", "Abdullah Ibrahim", "Tete Montoliu", "Kenny Barron",
)  # fmt: skip
"""Pianists with at least nineteen performances in PiJAMA; every other one counts as "Jazz piano"."""
_LEADS = {
    "TRADITIONAL": "Traditional lead", "SWING": "Swing lead", "BEBOP": "Bebop lead", "COOL": "Cool lead",
    "HARDBOP": "Hard bop lead", "POSTBOP": "Post-bop lead", "FUSION": "Post-bop lead", "FREE": "Post-bop lead",
}  # fmt: skip
_CORPORA = {
    "omnibook": "Charlie Parker", "joplin": "Ragtime", "pop909": "Pop piano", "openewld": "Songbook",
    "lieder": "Art song", "asap": "Classical piano", "mutopia": "Classical piano", "dcml": "Classical piano",
    "chopin_fe": "Romantic piano",
}  # fmt: skip
BASE_PALETTE = (*PIANISTS, "Jazz piano", "Charlie Parker", *dict.fromkeys(_LEADS.values()), "Ragtime",
                "Classical piano", "Romantic piano", "Pop piano", "Songbook", "Art song")  # fmt: skip


def style_of(meta: Mapping[str, Any]) -> str:
    """The palette name of a piece, from its shard metadata; the folder's name for a user's own files."""
    corpus, artist = str(meta.get("corpus", "")), str(meta.get("artist") or "")
    if corpus == "pijama":
        return artist if artist in PIANISTS else "Jazz piano"
    if corpus == "wjazzd":
        if artist == "Charlie Parker":
            return artist
        return next((_LEADS[g.upper()] for g in meta.get("genres", ()) if g.upper() in _LEADS), "Post-bop lead")
    return _CORPORA.get(corpus) or artist or corpus or "Other"


def palette_of(present: set[str]) -> tuple[str, ...]:
    """The palette of data that has these styles: the known names in their order, then the others."""
    return tuple(n for n in BASE_PALETTE if n in present) + tuple(sorted(present - set(BASE_PALETTE)))
