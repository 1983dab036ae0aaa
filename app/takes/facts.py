"""What a card tells of its take in words."""

from __future__ import annotations

from app.document import Take
from app.i18n import translate
from app.inspector.modes import mode_table
from app.take_names import take_name
from app.takes.menu import colour_name


def style_text(take: Take) -> str:
    """The styles it was written in, strongest first; empty where the prompt decided."""
    named = [*take.settings.style_weights, *((style.name, style.weight) for style in take.settings.read_styles)]
    shares = sorted((item for item in named if item[1]), key=lambda item: -item[1])
    return ", ".join(f"{name} {weight}" if len(shares) > 1 else name for name, weight in shares)


def mode_text(mode: str) -> str:
    """A mode as the picker calls it."""
    return next((spec.title for spec in mode_table() if spec.mode == mode), mode)


def short_facts(take: Take) -> str:
    """One line for the card: length, notes, style or mode."""
    text = translate("Take", "{bars} bars · {notes} notes").format(bars=take.clip.bars, notes=len(take.clip.notes))
    manner = style_text(take) or ("" if take.settings.mode == "continue" else mode_text(take.settings.mode))
    return f"{text} · {manner}" if manner else text


def origin_text(take: Take, parent_name: str) -> str:
    """Where it comes from: "from Take 1"; empty for a take that was made from no other."""
    if take.parent is None:
        return ""
    return translate("Take", "from {parent}").format(parent=parent_name or take_name(take.parent))


def _matched(take: Take) -> tuple[int, bool]:
    """Notes of the longest stretch that is found in known music, and whether that is long; (0, False) for none."""
    facts = take.originality or {}
    notes = facts.get("notes")
    return (notes, facts.get("marked") is True) if isinstance(notes, int) else (0, False)


def originality_text(take: Take) -> str:
    """The read-out in a word or two; empty where nothing was measured. Of a take half of which is older, that it is."""
    if take.written_bars is not None:
        return translate("Take", "unfinished")
    if take.originality is None:
        return ""
    notes, marked = _matched(take)
    if marked:
        return translate("Take", "⚠ {notes} known").format(notes=notes)
    return translate("Take", "match {notes}").format(notes=notes) if notes else translate("Take", "original")


def originality_sentence(take: Take) -> str:
    """The read-out in full; empty where nothing was measured."""
    if take.originality is None:
        return ""
    notes, marked = _matched(take)
    if not notes:
        return translate("Take", "no eight notes in a row stand like this in the music the model learned from")
    bars = take.originality.get("bars")
    first, last = bars if isinstance(bars, list) and len(bars) == 2 else (0, 0)
    text = translate(
        "Take", "longest match with the music the model learned from: {notes} notes, bars {first} to {last}"
    ).format(notes=notes, first=first, last=last)
    return f"{text} – {translate('Take', 'write them anew from the menu')}" if marked else text


def marked_bars(take: Take) -> tuple[int, int] | None:
    """First and last bar (from 0) of a passage that is long enough to be written anew; None for no such passage."""
    bars = (take.originality or {}).get("bars")
    if not _matched(take)[1] or not isinstance(bars, list) or len(bars) != 2:
        return None
    return bars[0] - 1, bars[1] - 1


def unfinished_sentence(take: Take) -> str:
    """What of a live change is there; empty for a take that is whole."""
    if take.written_bars is None:
        return ""
    return translate("Take", "from bar {bar} on, notes are older: the live change was not written to its end").format(
        bar=take.written_bars + 1
    )


def all_facts(take: Take, parent_name: str) -> str:
    """Everything, one fact a line, for the tooltip and for screen readers."""
    facts = [
        short_facts(take),
        origin_text(take, parent_name),
        translate("Take", "{mode}, seed {seed}").format(mode=mode_text(take.settings.mode), seed=take.seed),
        translate("Take", "notes changed by hand") if take.edited else "",
        unfinished_sentence(take),
        translate("Take", "marked {colour}").format(colour=colour_name(take.colour)) if take.colour else "",
        originality_sentence(take),
    ]
    return "\n".join(fact for fact in facts if fact)
