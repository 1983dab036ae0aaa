"""Forms that jazz musicians share, as harmony in any key: blues, rhythm changes, two-five-ones, cycles, vamps.

Only chord changes stand here, which are common property; no melodies. Each is written in C (or A minor) and moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from engine.errors import InputError
from engine.music.clip import ChordSpan
from engine.music.grid import MeterMap
from engine.music.key_spelling import key_name, key_tonic
from engine.music.progression import parse_chart
from engine.music.progression_chart import Chart

__all__ = ["FORMS", "Form", "form_chart", "form_names", "is_form", "transposed_chart", "transposed_spans"]


@dataclass(frozen=True, slots=True)
class Form:
    """A form by name.

    Attributes:
        title: for people.
        text: its chords in C, or in A minor where `minor`, as `parse_chart` reads them.
        key: where it is mostly played.
        tempo_bpm: a usual tempo.
        style: a word for its feel.
        minor: whether its key is minor.
    """

    title: str
    text: str
    key: str
    tempo_bpm: float
    style: str
    minor: bool = False


_RHYTHM_A = "C6 A7 | Dm7 G7 | Em7 A7 | Dm7 G7 | Gm7 C7 | F6 F#dim7 |"
_TWO_FIVE_ONE = Form("ii-V-I", "Dm7 | G7 | Cmaj7 | %", "C", 140.0, "swing")
_BLUES = Form(
    "12-bar blues",
    "[Blues] C7 | % | % | % | F7 | % | C7 | % | G7 | F7 | C7 | G7",
    "F",
    120.0,
    "swing",
)
_JAZZ_BLUES = Form(
    "jazz blues",
    "[Blues] C7 | F7 | C7 | Gm7 C7 | F7 | F#dim7 | C7 | Em7b5 A7b9 | Dm7 | G7 | C7 A7 | Dm7 G7",
    "F",
    150.0,
    "swing",
)

FORMS: MappingProxyType[str, Form] = MappingProxyType(
    {
        "ii v i": _TWO_FIVE_ONE,
        "minor ii v i": Form("minor ii-V-i", "Bm7b5 | E7b9 | Am6 | %", "Cm", 140.0, "swing", minor=True),
        "blues": _BLUES,
        "jazz blues": _JAZZ_BLUES,
        "minor blues": Form(
            "minor blues",
            "[Blues] Am7 | Dm7 | Am7 | % | Dm7 | % | Am7 | % | F7 | E7#9 | Am7 | E7alt",
            "Cm",
            130.0,
            "swing",
            minor=True,
        ),
        "rhythm changes": Form(
            "rhythm changes",
            f"[A] {_RHYTHM_A} Em7 A7 | Dm7 G7 | [A] {_RHYTHM_A} Dm7 G7 | C6 |"
            f" [B] E7 | % | A7 | % | D7 | % | G7 | % | [A] {_RHYTHM_A} Dm7 G7 | C6",
            "Bb",
            200.0,
            "swing",
        ),
        "giant steps": Form(
            "major-third cycle",
            # B in the usual key is C here: tonics a major third apart, each reached by its dominant.
            "Cmaj7 Eb7 | Abmaj7 B7 | Emaj7 | Bbm7 Eb7 | Abmaj7 B7 | Emaj7 G7 | Cmaj7 | F#m7 B7 |"
            " Emaj7 | Bbm7 Eb7 | Abmaj7 | Dm7 G7 | Cmaj7 | F#m7 B7 | Emaj7 | Dm7 G7",
            "B",
            240.0,
            "swing",
        ),
        "modal vamp": Form(
            "modal vamp",
            "[A] |: Am7 | % | % | % | % | % | % | % :| [B] Bbm7 | % | % | % | % | % | % | % |"
            " [A] Am7 | % | % | % | % | % | % | %",
            "Dm",
            136.0,
            "swing",
            minor=True,
        ),
        "bossa": Form(
            "bossa nova",
            "[A] |: Cmaj7 | % | D7#11 | % | Dm7 | G7 |1. Em7b5 | A7b9 :|2. Cmaj7 | % |"
            " [B] Fmaj7 | % | Fm6 | % | Em7 | A7 | Dm7 | G7 | [A] Cmaj7 | % | D7#11 | % | Dm7 | G7 | C6/9 | %",
            "F",
            130.0,
            "bossa nova",
        ),
    }
)
"""Forms by name, words divided by spaces."""

_OTHER_NAMES = {
    "251": "ii v i",
    "2 5 1": "ii v i",
    "12 bar blues": "blues",
    "rhythm": "rhythm changes",
    "coltrane changes": "giant steps",
    "modal": "modal vamp",
    "so what": "modal vamp",
    "bossa nova": "bossa",
}


def form_names() -> tuple[str, ...]:
    """Names that `form_chart` knows."""
    return tuple(FORMS)


def _form(name: str) -> Form | None:
    plain = " ".join(name.lower().replace("-", " ").replace("_", " ").split())
    return FORMS.get(_OTHER_NAMES.get(plain, plain))


def is_form(name: str) -> bool:
    """Whether `form_chart` knows the name."""
    return _form(name) is not None


def form_chart(name: str, key: str | None = None) -> Chart:
    """A form in a key.

    Args:
        name: one of `form_names`, or another common name; "-" and "_" count as spaces.
        key: "Bb", "Cm" ...; where the form is mostly played if None. A minor key for a form in major (or the other
            way) counts by its tonic alone.

    Raises:
        InputError: for an unknown name or key.
    """
    form = _form(name)
    if form is None:
        raise InputError("There is no form '{name}'; choose one of {forms}.", name=name, forms=", ".join(FORMS))
    tonic, _ = key_tonic(key or form.key)
    chart = parse_chart(form.text, MeterMap())
    moved = transposed_spans(chart.spans, (tonic - (9 if form.minor else 0)) % 12)
    own = key if key is not None and key_tonic(key)[1] == form.minor else key_name(tonic, minor=form.minor)
    return replace(
        chart,
        spans=moved,
        title=form.title,
        key=form.key if key is None else own,
        tempo_bpm=form.tempo_bpm,
        style=form.style,
    )


def transposed_spans(spans: tuple[ChordSpan, ...], semitones: int) -> tuple[ChordSpan, ...]:
    """A chord lane, every chord `semitones` higher."""
    return tuple(replace(span, chord=span.chord.transposed(semitones)) for span in spans)


def transposed_chart(chart: Chart, key: str) -> Chart:
    """A chart moved into another key of the same mode; one without a key counts as in C (or A minor).

    Raises:
        InputError: for a name that is no key.
    """
    tonic, minor = key_tonic(key)
    old = key_tonic(chart.key)[0] if chart.key else 9 if minor else 0
    return replace(chart, spans=transposed_spans(chart.spans, (tonic - old) % 12), key=key)
