"""Chord symbols as values: reading them as musicians write them, spelling them, their notes and voicings.

Chords over time live in `engine.music.clip` and `engine.music.progression`; finding chords under notes in
`engine.music.chord_recognition`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from types import MappingProxyType

from engine.errors import InputError

QUALITIES: MappingProxyType[str, tuple[int, ...]] = MappingProxyType(
    {
        "": (0, 4, 7),
        "m": (0, 3, 7),
        "7": (0, 4, 7, 10),
        "maj7": (0, 4, 7, 11),
        "m7": (0, 3, 7, 10),
        "m7b5": (0, 3, 6, 10),
        "dim": (0, 3, 6),
        "dim7": (0, 3, 6, 9),
        "aug": (0, 4, 8),
        "sus4": (0, 5, 7),
        "7sus4": (0, 5, 7, 10),
        "6": (0, 4, 7, 9),
        "m6": (0, 3, 7, 9),
        "mMaj7": (0, 3, 7, 11),
        "7alt": (0, 4, 10, 13, 15, 18, 20),
        "7b5": (0, 4, 6, 10),
        "7#5": (0, 4, 8, 10),
        "maj7b5": (0, 4, 6, 11),
        "maj7#5": (0, 4, 8, 11),
        "maj7sus4": (0, 5, 7, 11),
        "dimMaj7": (0, 3, 6, 11),
        "sus2": (0, 2, 7),
        "7sus2": (0, 2, 7, 10),
        "5": (0, 7),
    }
)
"""Chord qualities by name: semitones above the root. Extensions beyond these are `Chord.tensions`."""

SHARP_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
FLAT_NAMES = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
# Without a key to go by: the spelling met most often in jazz charts.
_COMMON_NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_TENSION_NAMES = {13: "b9", 14: "9", 15: "#9", 17: "11", 18: "#11", 20: "b13", 21: "13"}


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord.

    Attributes:
        root: pitch class 0..11, or None for "no chord".
        quality: one of the names in `QUALITIES`.
        bass: pitch class of the bass where it is not the root.
        tensions: added notes in semitones above the root, rising: 13 (b9), 14 (9), 15 (#9), 17 (11), 18 (#11),
            20 (b13), 21 (13). Those that only double a note of the quality are left out.
    """

    root: int | None
    quality: str = ""
    bass: int | None = None
    tensions: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.root is None:
            if self.quality or self.bass is not None or self.tensions:
                raise ValueError("a chord without a root has no quality, bass or tensions")
            return
        if not 0 <= self.root < 12:
            raise ValueError(f"not a pitch class: {self.root}")
        if self.quality not in QUALITIES:
            raise ValueError(f"not a chord quality: {self.quality}")
        if self.bass is not None and not 0 <= self.bass < 12:
            raise ValueError(f"not a pitch class: {self.bass}")
        if self.bass == self.root:
            object.__setattr__(self, "bass", None)
        if any(t not in _TENSION_NAMES for t in self.tensions):
            raise ValueError(f"not tensions: {self.tensions}")
        if self.tensions:
            doubled = {step % 12 for step in QUALITIES[self.quality]}
            object.__setattr__(self, "tensions", tuple(sorted({t for t in self.tensions if t % 12 not in doubled})))

    def symbol(self, flats: bool | None = None) -> str:
        """The chord as text that `parse_chord` reads back to the same chord: "Dm7", "G7b9", "C/E", "N.C.".

        Args:
            flats: spell black keys as flats (True), sharps (False), or as most charts do (None).
        """
        if self.root is None:
            return "N.C."
        text = pitch_class_name(self.root, flats) + _quality_text(self.quality, self.tensions)
        return text if self.bass is None else f"{text}/{pitch_class_name(self.bass, flats)}"

    def pitch_classes(self) -> tuple[int, ...]:
        """Pitch classes of the chord, from the root upwards, a foreign bass note last; empty for "no chord"."""
        if self.root is None:
            return ()
        classes = [(self.root + step) % 12 for step in (*QUALITIES[self.quality], *self.tensions)]
        if self.bass is not None:
            classes.append(self.bass)
        return tuple(dict.fromkeys(classes))

    def guide_tones(self) -> tuple[int, ...]:
        """Pitch classes that tell the chord from others: third (or suspension) and seventh or sixth.

        A triad has its third and fifth here; "no chord" has none.
        """
        if self.root is None:
            return ()
        steps = QUALITIES[self.quality]
        third = next((step for step in steps if step in (3, 4, 5, 2)), 7)
        upper = next((step for step in steps if step in (9, 10, 11)), None)
        if upper is None:
            upper = next((step for step in steps if step in (6, 7, 8)), 7)
        return tuple(dict.fromkeys(((self.root + third) % 12, (self.root + upper) % 12)))

    def transposed(self, semitones: int) -> Chord:
        """The same chord `semitones` higher."""
        if self.root is None:
            return self
        bass = None if self.bass is None else (self.bass + semitones) % 12
        return Chord((self.root + semitones) % 12, self.quality, bass, self.tensions)


NO_CHORD = Chord(None)


def pitch_class_name(pitch_class: int, flats: bool | None = None) -> str:
    """Name of a pitch class; `flats` as in `Chord.symbol`."""
    names = _COMMON_NAMES if flats is None else FLAT_NAMES if flats else SHARP_NAMES
    return names[pitch_class % 12]


def _quality_text(quality: str, tensions: tuple[int, ...]) -> str:
    """Quality and tensions as written after the root: ("7", (14, 21)) is "13"."""
    rest = list(tensions)
    text = quality
    stem, digit, tail = quality.partition("7")
    if digit and quality in ("7", "maj7", "m7", "mMaj7", "7sus4", "7#5", "7b5"):
        if 21 in rest and 17 not in rest and (14 in rest) != (13 in rest or 15 in rest):
            text = f"{stem}13{tail}"
            rest = [t for t in rest if t not in (14, 21)]
        elif 14 in rest and not (13 in rest or 15 in rest):
            number = "11" if quality in ("m7", "mMaj7") and 17 in rest else "9"
            text = f"{stem}{number}{tail}"
            rest = [t for t in rest if t not in (14, 17 if number == "11" else 14)]
    if not rest:
        return text
    names = [_TENSION_NAMES[t] for t in rest]
    if quality == "6" and rest == [14]:
        return "6/9"
    if quality in ("7", "9") or text in ("9", "13"):
        if all(not name[0].isdigit() for name in names):
            return text + "".join(names)
    elif not digit and quality not in ("6", "m6"):
        return text + "".join(f"(add{name})" for name in names)
    return f"{text}({','.join(names)})"


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
    r"|(?P<space>[\s(),])"
)
_SAME_SIGN = str.maketrans("♭♯Ø△º–−⁰", "b#øΔ°--°")
_STEP_OF = {2: 14, 4: 17, 5: 7, 6: 21, 7: 10, 9: 14, 11: 17, 13: 21}
_BASS = re.compile(r"\s*/\s*([A-G](?:#{1,2}|b{1,2})?)\s*$")
_ROOT = re.compile(r"([A-G])(#{1,2}(?!\d)|#|bb(?!5|9|11|13)|b)?")
_NO_CHORD_NAMES = {"N.C.", "N.C", "NC", "N", "X", "n.c.", "nc", "NoChord"}


@lru_cache(maxsize=8192)
def parse_chord(text: str) -> Chord:
    """Read a chord symbol.

    Understands what charts use ("Dm7b5", "DØ", "DΔ", "D-7", "D7alt", "C13#11", "C/E", "N.C.", "Co7", "C+", "C6/9"),
    accidentals written after the number as the Weimar Jazz Database does ("79b", "7911#", "-7", "j7"), and Harte's
    syntax ("C:maj7/3", "A:min(9)", "D:1(b3,b7)").

    Raises:
        InputError: naming the sign that cannot be read and its position.
    """
    plain = text.strip().translate(_SAME_SIGN)
    if plain in _NO_CHORD_NAMES:
        return NO_CHORD
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
    return Chord(root, quality, bass, tensions)


def _pitch_class(name: str) -> int:
    return (_LETTERS[name[0]] + name.count("#") - name[1:].count("b")) % 12


def _wrong(text: str, plain: str, position: int) -> InputError:
    if position < len(plain):
        return InputError(
            f'"{text.strip()}" is not a chord symbol: cannot read "{plain[position]}" (sign {position + 1}); '
            "write it like Dm7, G7b9, Cmaj7, C/E or N.C."
        )
    return InputError(f'"{text.strip()}" is not a chord symbol: it is not complete; write it like Dm7, G7b9 or Cmaj7.')


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
            if self.seventh is None:
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
        return _name_steps(steps, self.tensions)


def _name_steps(steps: set[int], tensions: set[int]) -> tuple[str, tuple[int, ...]]:
    """The quality that holds most of `steps` (0..11, with the root), the others turned into tensions."""
    if not steps & {2, 3, 4, 5} and steps & {10, 11}:
        steps = steps | {4}  # a seventh chord without its third is still read as dominant or major
    best: str | None = None
    for name, intervals in QUALITIES.items():
        if name != "7alt" and set(intervals) <= steps and (best is None or len(intervals) > len(QUALITIES[best])):
            best = name
    if best is None:
        # No listed quality fits inside: the one that shares most and asks least beyond what was written.
        best = max(
            (name for name in QUALITIES if name != "7alt"),
            key=lambda name: 2 * len(set(QUALITIES[name]) & steps) - len(QUALITIES[name]) + (name == ""),
        )
    left = {step + 12 for step in steps - set(QUALITIES[best])} | tensions
    return best, tuple(sorted(left & set(_TENSION_NAMES)))


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
            if plain.startswith("7", after) and after < end:
                chord.seventh, after = 9, after + 1
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


def _parse_harte(text: str, plain: str, root: int, start: int) -> Chord:
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
    quality, tensions = _name_steps(inner, {step for step in steps if step in _TENSION_NAMES})
    return Chord(root, quality, bass, tensions)


def voice(
    chord: Chord,
    low: int = 48,
    high: int = 72,
    *,
    notes: int = 4,
    previous: tuple[int, ...] = (),
    rootless: bool = False,
) -> tuple[int, ...]:
    """A voicing of `chord` with `notes` different pitch classes between pitches `low` and `high` (both included).

    Guide tones always sound; then tensions, root (unless `rootless`) and fifth fill up. Among close and spread
    positions the one is taken that moves least from `previous`, or lies nearest to the middle of the range.

    Returns:
        Rising MIDI pitches; empty for "no chord" or where the range holds no chord tone.
    """
    if chord.root is None or low > high:
        return ()
    order = list(chord.guide_tones())
    order += [(chord.root + t) % 12 for t in reversed(chord.tensions)]
    if not rootless:
        order.append(chord.root)
    order += [(chord.root + step) % 12 for step in QUALITIES[chord.quality] if step]
    wanted = set(list(dict.fromkeys(order))[: max(1, notes)])
    available = [pitch for pitch in range(max(0, low), min(127, high) + 1) if pitch % 12 in wanted]
    best: tuple[float, tuple[int, ...]] | None = None
    target = previous or tuple([(low + high) // 2] * len(wanted))
    for bottom in range(len(available)):
        window = [pitch for pitch in available[bottom:] if pitch - available[bottom] <= 19]
        for upper in combinations(window[1:], min(len(wanted), len(window)) - 1):
            pitches = (window[0], *upper)
            if len({pitch % 12 for pitch in pitches}) != len(pitches):
                continue
            cost = float(sum(min(abs(pitch - other) for other in target) for pitch in pitches))
            cost += sum(min(abs(pitch - other) for pitch in pitches) for other in target)
            # Minor seconds at the bottom and low close intervals sound muddy; missing tones weigh most.
            cost += 4 * sum(b - a < 3 for a, b in pairwise(pitches) if a < 52)
            cost += 3 * (len(pitches) > 1 and pitches[1] - pitches[0] == 1) + 40 * (len(wanted) - len(pitches))
            if best is None or (cost, pitches) < best:
                best = (cost, pitches)
    return () if best is None else best[1]
