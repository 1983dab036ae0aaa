"""What a card tells of its take in words."""

from __future__ import annotations

from app.document import Take
from app.i18n import translate
from app.take_names import take_name
from app.takes.menu import colour_name


def style_text(take: Take) -> str:
    """The styles it was written in, strongest first; empty where the prompt decided."""
    named = [*take.settings.style_weights, *((style.name, style.weight) for style in take.settings.read_styles)]
    shares = sorted((item for item in named if item[1]), key=lambda item: -item[1])
    return ", ".join(f"{name} {weight}" if len(shares) > 1 else name for name, weight in shares)


def mode_text(mode: str) -> str:
    """A mode in the user's language."""
    return {
        "continue": translate("Mode", "Continue"),
        "infill": translate("Mode", "Infill"),
        "improvise": translate("Mode", "Improvise"),
        "transfer": translate("Mode", "Transfer"),
        "reharmonize": translate("Mode", "Reharmonize"),
        "solo": translate("Mode", "Solo"),
        "pattern": translate("Mode", "Pattern"),
        "song": translate("Mode", "Song"),
    }.get(mode, mode)


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


def originality_text(take: Take) -> str:
    """How much of it is not found in the training data, in a word or two; empty where nothing was measured."""
    share = (take.originality or {}).get("share")
    if not isinstance(share, int | float):
        return ""
    return translate("Take", "{percent} % own").format(percent=round(100 * share))


def all_facts(take: Take, parent_name: str) -> str:
    """Everything, one fact a line, for the tooltip and for screen readers."""
    facts = [
        short_facts(take),
        origin_text(take, parent_name),
        translate("Take", "{mode}, seed {seed}").format(mode=mode_text(take.settings.mode), seed=take.seed),
        translate("Take", "notes changed by hand") if take.edited else "",
        translate("Take", "marked {colour}").format(colour=colour_name(take.colour)) if take.colour else "",
        str((take.originality or {}).get("text", "")) or originality_text(take),
    ]
    return "\n".join(fact for fact in facts if fact)
