"""Reading chord symbols as musicians write them. The value they become is `engine.music.chord.Chord`."""

from __future__ import annotations

import re

from engine.errors import InputError
from engine.music.chord_quality import TENSION_NAMES, name_steps

_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
# The signs of a chord symbol after its root, tried in this order at each position.
_TOKENS = re.compile(
    r"(?P<half>half-?dim|hdim|ø|h)"
    r"|(?P<dim>dim|o|°)"
    r"|(?P<alt>alt)"
    r"|(?P<add>add)(?P<add_sign>[b#]?)(?P<add_number>13|11|9|7|6|4|3|2)"
    r"|(?P<omit>no|omit)(?P<omit_number>1|3|5)"
    r"|(?P<sus>sus)(?P<sus_number>24|2|4)?"
    r"|(?P<major>major|maj|ma(?=[\d()Δ]|$)|Major|Maj|MAJ|Ma|MA|M|Δ|\^|j)"
    r"|(?P<minor>minor|min|mi|Minor|Min|MIN|Mi|MI|m)"
    r"|(?P<aug>aug|Aug|AUG)"
    r"|(?P<sixnine>6/9|69)"
    r"|(?P<number>13|11|9|7|6|5|4|2)"
    r"|(?P<sign>[b#+-])"
    r"|(?P<space>[\s(),]|/(?=[b#+-]?\d))"
)
_SAME_SIGN = str.maketrans("♭♯Ø△º–−⁰", "b#øΔ°--°")
_STEP_OF = {2: 14, 4: 17, 5: 7, 6: 21, 7: 10, 9: 14, 11: 17, 13: 21}
_BASS = re.compile(r"\s*/\s*([A-G](?:#{1,2}|b{1,2})?)\s*$")
_ROOT = re.compile(r"([A-G])(#{1,2}(?!\d)|#|bb(?!5|9|11|13)|b)?")
_NO_CHORD_NAMES = {"N.C.", "N.C", "NC", "N", "X", "n.c.", "nc", "NoChord"}

Parts = tuple[int | None, str, int | None, tuple[int, ...]]
"""Root, quality, bass and tensions, as the fields of `Chord`."""


def read_symbol(text: str) -> Parts:
    """The parts of a chord symbol. What is understood, and errors: see `engine.music.chord.parse_chord`."""
    plain = text.strip().translate(_SAME_SIGN)
    if plain in _NO_CHORD_NAMES:
        return None, "", None, ()
    root_match = _ROOT.match(plain)
    if root_match is None:
        raise _wrong(text, plain, 0)
    root = _pitch_class(root_match.group())
    rest = plain[root_match.end() :]
    if rest.startswith(":"):
        return _parse_harte(text, plain, root, root_match.end() + 1)
    bass: int | None = None
    bass_match = _BASS.search(rest)
    if bass_match is not None:
        bass = _pitch_class(bass_match.group(1))
        rest = rest[: bass_match.start()]
    quality, tensions = _parse_quality(text, plain, root_match.end(), root_match.end() + len(rest))
    return root, quality, bass, tensions


def _pitch_class(name: str) -> int:
    return (_LETTERS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def _wrong(text: str, plain: str, position: int) -> InputError:
    if position < len(plain):
        return InputError(
            '"{symbol}" is not a chord symbol: cannot read "{sign}" (sign {place}); write it like Dm7, '
            "G7b9, Cmaj7, C/E or N.C.",
            symbol=text.strip(),
            sign=plain[position],
            place=position + 1,
        )
    return InputError(
        '"{symbol}" is not a chord symbol: it is not complete; write it like Dm7, G7b9 or Cmaj7.', symbol=text.strip()
    )


class _Builder:
    """Collects what the signs of one symbol say, then names the chord."""

    def __init__(self) -> None:
        self.third: int | None = 4
        self.fifth: int | None = 7
        self.seventh: int | None = None
        self.sixth = False
        self.tensions: set[int] = set()
        self.alt = False
        self.major_seventh = False
        self.ninth_implied = False

    def number(self, value: int) -> None:
        """An extension without an accidental: 9 brings the seventh, 13 the ninth and the seventh."""
        if value == 5:
            self.third = None
        elif value in (2, 4):
            self.tensions.add(_STEP_OF[value])
        elif value == 6:
            self.sixth = True
        else:
            if self.seventh is None or (value == 7 and self.major_seventh):
                self.seventh = 11 if self.major_seventh else 10
            if value == 11 and self.third == 4 and self.seventh == 10:
                self.third = 5  # an eleventh chord leaves its third out: the chart means 9sus4
                self.tensions.add(14)
            elif value > 7:
                self.tensions.add(_STEP_OF[value])
                if value > 9:
                    self.ninth_implied = 14 not in self.tensions
                    self.tensions.add(14)

    def altered(self, sign: int, value: int) -> None:
        """An extension with an accidental (`sign` -1, 0 or 1), added by itself."""
        if value == 5:
            self.fifth = 7 + sign
        elif value == 6 and sign < 0:
            self.tensions.add(20)
        elif value == 7:
            self.seventh = 11 if sign > 0 else 10
        else:
            step = _STEP_OF[value] + sign
            if value == 9 and self.ninth_implied:
                self.tensions.discard(14)  # in "13b9" the 13 does not bring its natural ninth
            self.tensions.add(step)

    def build(self) -> tuple[str, tuple[int, ...]]:
        """Quality and tensions."""
        if self.alt:
            return "7alt", tuple(sorted(self.tensions))
        steps = {0} | {step for step in (self.third, self.fifth, self.seventh) if step is not None}
        if self.sixth:
            steps.add(9)
        return name_steps(steps, self.tensions)


def _parse_quality(text: str, plain: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """Read `plain[start:end]`, what follows the root."""
    chord = _Builder()
    body = plain[start:end]
    # Charts with accidentals behind the number: a 7 that is followed by more numbers, or a group that ends with one.
    groups = re.split(r"([(),\s])", body)
    position = start
    for depth, group in enumerate(groups):
        if group and group not in "(), \t":
            _parse_group(chord, text, plain, position, position + len(group), first=position == start, inner=depth > 0)
        position += len(group)
    return chord.build()


def _trailing_accidentals(body: str) -> bool:
    """Whether accidentals stand behind their numbers ("79b13", "9b11#") and not before ("7b9", "13b9")."""
    without_fifths = re.sub(r"[b#]5", "", body)
    if re.search(r"7(9|11|13)", without_fifths) or re.search(r"69(11|13)", without_fifths):
        return True
    return re.search(r"(9|11|13)[b#](?!\d)(?!.*[b#]\d*(9|11|13)$)", without_fifths) is not None


def _parse_group(chord: _Builder, text: str, plain: str, start: int, end: int, *, first: bool, inner: bool) -> None:
    trailing = _trailing_accidentals(plain[start:end])
    position = start
    numbered = False  # whether a sixth or seventh has been read: "+" and "-" are accidentals from there on
    while position < end:
        match = _TOKENS.match(plain, position, end)
        if match is None:
            raise _wrong(text, plain, position)
        kind = match.lastgroup or ""
        after = match.end()
        if match["half"]:
            chord.third, chord.fifth, chord.seventh = 3, 6, 10
        elif match["dim"]:
            chord.third, chord.fifth = 3, 6
            if re.match(r"7|9|11", plain[after:end]):
                chord.seventh = 9
        elif match["alt"]:
            chord.alt = True
        elif match["add"]:
            value = int(match["add_number"])
            sign = {"b": -1, "#": 1}.get(match["add_sign"], 0)
            if value == 6 and not sign:
                chord.sixth = True
            elif value == 7 and not sign:
                chord.seventh = 10
            elif value != 3:  # a third beside a suspension stays a suspension here
                chord.altered(sign, value)
        elif match["omit"]:
            if match["omit_number"] == "3":
                chord.third = None
            elif match["omit_number"] == "5":
                chord.fifth = None
        elif match["sus"]:
            number = match["sus_number"]
            chord.third = 2 if number == "2" else 5
            if number == "24":
                chord.tensions.add(14)
        elif match["major"]:
            chord.major_seventh = True
            letters = match["major"] in ("Δ", "^", "j")
            if letters and not re.match(r"\d", plain[after : min(after + 1, end)]):
                chord.seventh = 11
        elif match["minor"]:
            chord.third = 3
        elif match["aug"]:
            chord.fifth = 8
        elif match["sixnine"]:
            chord.sixth = True
            chord.tensions.add(14)
            numbered = True
        elif match["number"]:
            value = int(match["number"])
            sign = 0
            if trailing and value > 7 and after < end and plain[after] in "b#" and plain[after + 1 : after + 2] != "5":
                sign, after = (-1 if plain[after] == "b" else 1), after + 1
            if sign or inner or (numbered and trailing):
                if sign and not numbered and not inner:
                    chord.number(7)  # "9b" alone is a seventh chord with b9
                if value <= 7 and not sign:
                    chord.number(value)
                else:
                    chord.altered(sign, value)
            else:
                chord.number(value)
            numbered = True
        elif match["sign"]:
            after = _read_sign(chord, text, plain, position, end, first=first and position == start, numbered=numbered)
        elif kind != "space":
            raise _wrong(text, plain, position)
        position = after


def _read_sign(chord: _Builder, text: str, plain: str, position: int, end: int, *, first: bool, numbered: bool) -> int:
    """A "b", "#", "+" or "-": an accidental before a number, or minor ("C-7") or augmented ("C+7", "C7+")."""
    sign = plain[position]
    number = re.compile(r"5|6|9|11|13").match(plain, position + 1, end)
    plain_minor = sign == "-" and not numbered and (first or number is None)
    if plain_minor and not (number is not None and number.group() == "5"):
        chord.third = 3
        return position + 1
    if sign == "+" and (number is None or (not numbered and number.group() != "5")):
        chord.fifth = 8
        return position + 1
    if number is None:
        if plain[position + 1 : position + 2] == "7" and sign in "b#" and position + 1 < end:
            chord.altered(1 if sign == "#" else -1, 7)
            return position + 2
        raise _wrong(text, plain, position)
    chord.altered(1 if sign in "#+" else -1, int(number.group()))
    return number.end()


_HARTE_SHORTHANDS: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10),
    "7": (0, 4, 7, 10),
    "dim7": (0, 3, 6, 9),
    "hdim7": (0, 3, 6, 10),
    "minmaj7": (0, 3, 7, 11),
    "maj6": (0, 4, 7, 9),
    "min6": (0, 3, 7, 9),
    "9": (0, 4, 7, 10, 14),
    "maj9": (0, 4, 7, 11, 14),
    "min9": (0, 3, 7, 10, 14),
    "11": (0, 5, 7, 10, 14),
    "min11": (0, 3, 7, 10, 14, 17),
    "maj11": (0, 4, 7, 11, 14, 17),
    "13": (0, 4, 7, 10, 14, 21),
    "min13": (0, 3, 7, 10, 14, 21),
    "maj13": (0, 4, 7, 11, 14, 21),
    "sus4": (0, 5, 7),
    "sus2": (0, 2, 7),
    "5": (0, 7),
    "1": (0,),
    "": (0, 4, 7),
}
_HARTE = re.compile(r"([a-z]*\d*)(?:\(([^)]*)\))?(?:/([b#]*\d+))?$")
_DEGREE = re.compile(r"([*]?)([b#]*)(\d+)$")
_DEGREE_STEPS = {1: 0, 2: 2, 3: 4, 4: 5, 5: 7, 6: 9, 7: 11}


def _degree_step(text: str) -> int | None:
    """Semitones of a scale degree such as "b7" or "#11", above an octave for 8 and more."""
    match = _DEGREE.match(text.strip())
    if match is None or int(match.group(3)) < 1:
        return None
    octave, degree = divmod(int(match.group(3)) - 1, 7)
    return 12 * octave + _DEGREE_STEPS[degree + 1] + match.group(2).count("#") - match.group(2).count("b")


def _parse_harte(text: str, plain: str, root: int, start: int) -> Parts:
    """C. Harte et al., "Symbolic representation of musical chords" (ISMIR 2005): shorthand(degrees)/bass degree."""
    match = _HARTE.match(plain, start)
    if match is None or match.group(1) not in _HARTE_SHORTHANDS:
        raise _wrong(text, plain, start)
    steps = set(_HARTE_SHORTHANDS[match.group(1)])
    for item in (match.group(2) or "").split(","):
        if not item.strip():
            continue
        step = _degree_step(item)
        if step is None:
            raise _wrong(text, plain, match.start(2))
        if item.strip().startswith("*"):
            steps.discard(step)
        else:
            steps.add(step)
    bass: int | None = None
    if match.group(3):
        bass_step = _degree_step(match.group(3))
        if bass_step is None:
            raise _wrong(text, plain, match.start(3))
        bass = (root + bass_step) % 12
    inner = {step for step in steps if 0 <= step < 12}
    if match.group(1) == "1" and not inner & {2, 3, 4, 5}:
        inner.add(7)  # a bare root is named a fifth: the nearest quality that does not claim a third
    quality, tensions = name_steps(inner, {step for step in steps if step in TENSION_NAMES})
    return root, quality, bass, tensions
