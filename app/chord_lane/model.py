"""What the chord lane shows and what an edit of it changes, as a value of the document's state. No widgets.

There are the chords under the music that is shown, and the chords that are asked for in the bars to write (the plan).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.chord_lane.edits import Lane, put, shifted
from app.document import DocumentState
from app.jobs import source_of
from engine.generate.jobs import FROM_PROMPT
from engine.music.grid import MeterMap


@dataclass(frozen=True, slots=True)
class LaneView:
    """The lane, in ticks of what is shown.

    Attributes:
        spans: what is shown, the plan in place of the music's own chords where it covers them.
        plan_from: where the plan begins.
        plan_to: where the bars to write end.
        has_plan: whether chords are asked for.
        edits_plan: an edit before `plan_from` or without a plan goes into the plan all the same (the mode is about
            the chords that are wanted).
        meter: of what is shown.
        key: of what is shown, for the spelling.
        length: end of the music that is shown.
    """

    spans: Lane = ()
    plan_from: int = 0
    plan_to: int = 0
    has_plan: bool = False
    edits_plan: bool = False
    meter: MeterMap = field(default_factory=MeterMap)
    key: str | None = None
    length: int = 0

    def is_plan(self, tick: float) -> bool:
        """Whether an edit at `tick` is one of the plan."""
        inside = self.plan_from <= tick < max(self.plan_to, self.plan_from + 1)
        return inside and (self.has_plan or self.edits_plan or tick >= self.length)

    def plan_of(self, spans: Lane) -> Lane:
        """The plan that an edited lane stands for, in ticks from the first bar to write."""
        end = max(self.plan_to, self.plan_from + 1)
        if self.plan_from >= self.length:
            end = max([end, *(span.end for span in spans)])
        return tuple(
            span for span in shifted(spans, -self.plan_from) if span.start < end - self.plan_from and span.end > 0
        )


def lane_view(state: DocumentState) -> LaneView:
    """The lane for `state`."""
    shown, settings = state.shown, state.settings
    source = source_of(settings, state)
    key = settings.key or shown.key
    if settings.mode not in FROM_PROMPT:
        if state.current is not None:
            # What is written next does not lie behind this take.
            return LaneView(shown.chords, shown.length, shown.length, False, False, shown.meter, key, shown.length)
        meter = shown.meter if shown.length else MeterMap.constant(*(settings.meter or (4, 4)))
        start = meter.bar_ceil(shown.length) if state.prompt_bars is not None else source.clip.length
        bars = settings.bars if settings.mode != "song" else settings.section_bars * max(1, len(settings.form))
        end = meter.bar_start(meter.bar_at(start) + bars)
        over, length = False, min(shown.length, start)
    else:
        take = state.take(state.current)
        meter = shown.meter
        start = 0
        if take is not None and settings.mode != "infill":
            start = take.prompt.length
        elif take is None and state.prompt_bars is not None:
            start = meter.bar_start(state.prompt_bars[0])
        end = start + source.clip.length
        over, length = settings.mode == "reharmonize", shown.length
    plan = shifted(state.plan, start)
    return LaneView(put(shown.chords, plan), start, end, bool(plan), over, meter, key, length)
