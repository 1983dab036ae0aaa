"""What `tatumflow evaluate` writes for people: comparison.md with its tables, and piano rolls of some windows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.files import replacing
from engine.model.tokens import GridNotes
from engine.music.grid import STEPS_PER_BEAT
from training.evaluate import Contest

PICTURES = 4
ORDER = ("model", "baseline", "repeat", "unigram", "real")


def _contenders(result: dict[str, Any]) -> list[str]:
    return [who for who in ORDER if who in result["pooled"]]


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        middle = value.get("mean", value.get("value"))
        return f"{middle:.3f} [{value['low']:.3f}, {value['high']:.3f}]"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _rows(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body)] + [""]


def markdown(result: dict[str, Any], pictures: Sequence[Path] = ()) -> str:
    """The result of `evaluate` as Markdown."""
    lines = [
        f"# {result['windows']} windows of the {result['split']} split, checkpoint {result['checkpoint']}",
        "",
        "Four bars of prompt, eight bars written; each measure compares them with the eight that really followed, and"
        " *real* is the piece's own eight bars after those. Intervals are 95 % bootstrap intervals. How each measure is"
        " defined stands in docs/evaluation.md.",
        "",
        "Windows: " + ", ".join(f"{number} {name}" for name, number in result["corpora"].items()) + ".",
        "",
    ]
    if "clip" in result:
        lines += _continuation(result)
    for name, section in (("likelihood", _likelihood), ("factors", _factors), ("style", _style)):
        if name in result:
            lines += section(result[name])
    if pictures and "clip" in result:
        lines += ["## Piano rolls", ""]
        lines += [f"![prompt, what was written and what really followed]({path.name})" for path in pictures]
    return "\n".join(lines).rstrip() + "\n"


def _continuation(result: dict[str, Any]) -> list[str]:
    names = _contenders(result)
    rivals = [who for who in names if who not in ("model", "real")]
    lines = ["## Clip by clip", ""]
    body = [
        [name + (" *" if row["main"] else ""), row["better"], *(_cell(row[who]) for who in names),
         *(f"{100 * row[f'beats_{who}']:.0f} %" for who in rivals)]
        for name, row in result["clip"].items()
    ]  # fmt: skip
    lines += _rows(["measure", "better", *names, *(f"beats {who}" for who in rivals)], body)
    lines += ["The last columns: in how many resampled sets of windows the model's mean is the better one. Of the"
              " eleven measures with a star the model's mean is ahead in "
              + ", ".join(f"{w['won']} against {who}" for who, w in result["wins"].items()) + ".", ""]  # fmt: skip
    if any("solo_jazz_piano" in row for row in result["clip"].values()):
        lines += ["### Solo jazz piano only", ""]
        body = [[name, *(_cell(row["solo_jazz_piano"][who]) for who in names)] for name, row in result["clip"].items()]
        lines += _rows(["measure", *names], body)
    lines += ["## All windows together", ""]
    pooled = result["pooled"]
    body = [
        [name, *(_cell(pooled[who][name]) for who in names), _cell(pooled["truth"][name]) if name in pooled["truth"]
         else "-"]
        for name in pooled["model"]
    ]  # fmt: skip
    lines += _rows(["measure", *names, "what followed"], body)
    frechet, areas, variety = result["frechet"], result["discriminator"], result["variety"]
    body = [[f"Frechet distance ({frechet['size']} windows)", *(_cell(frechet[who]) for who in names), "-"]]
    if "model" in areas:
        body.append(["discriminator, area under the curve", *(_cell(areas[who]) for who in names), "-"])
    for name in ("distinct_voicings", "distinct_bars"):
        size = variety["size"][name.removeprefix("distinct_")]
        body.append([f"{name} among {size}", *(_cell(variety[who][name]) for who in (*names, "truth"))])
    for name in ("notes_mean", "notes_95", "notes_most"):
        if name in result.get("originality", {}).get("model", {}):
            found = result["originality"]
            body.append([f"longest match with the training set, {name.removeprefix('notes_')}",
                         *(_cell(found[who][name]) for who in names), _cell(found["truth"][name])])  # fmt: skip
    lines += _rows(["measure", *names, "what followed"], body)
    if "tells" in areas:
        told = ", ".join(f"{item['feature']} {item['shift']:+.2f}" for item in areas["tells"])
        lines += [f"Largest shifts of the model's features, in deviations of real music: {told}.", ""]
    return lines


def _likelihood(found: dict[str, Any]) -> list[str]:
    lines = ["## Likelihood", "", f"Nats over {found['windows']} windows and {found['notes']} notes.", ""]
    names = [name for name in ("unconditional", "with_latents", "baseline") if name in found]
    rows = [[key, *(_cell(found[name].get(key, "-")) for name in names)] for key in found[names[0]]]
    return lines + _rows(["", *names], rows)


def _factors(found: dict[str, Any]) -> list[str]:
    lines = ["## Factors", ""]
    unheld = found.get("unheld", {})
    own = [[name, _cell(value), _cell(unheld.get(name, "-"))] for name, value in found["own"].items()]
    lines += _rows(["own factors", "held to what they promise", "only told"], own)
    swaps = found["swap"]
    lines += [f"Swap test over {found['pairs']} pairs, as a share of the own-factor value.", ""]
    heads = ["swapped", *swaps[next(iter(swaps))]]
    lines += _rows(heads, [[name, *(_cell(value) for value in row.values())] for name, row in swaps.items()])
    by_chance = ", ".join(f"{name} {value:.2f}" for name, value in found["chance"].items())
    lines += [f"Two different windows agree by chance in: {by_chance}.", ""]
    gone = found.get("removed", {})
    lines += ["With one factor's latents silenced, the same shares.", ""] if gone else []
    heads = ["removed", *heads[1:]]
    table = _rows(heads, [[name, *(_cell(value) for value in row.values())] for name, row in gone.items()])
    return lines + (table if gone else [])


def _style(found: dict[str, Any]) -> list[str]:
    lines = ["## Style", ""]
    flat = {name: value for name, value in found.items() if isinstance(value, (int, float))}
    lines += _rows(["measure", "value"], [[name, _cell(value)] for name, value in flat.items()])
    body = [
        [label, *(_cell(row.get(name, "-")) for name in ("real", "made", "windows"))]
        for label, row in found.get("by_label", {}).items()
    ]
    lines += _rows(["label", "recognised in real windows", "in made ones", "real windows"], body)
    body = [
        [f"{row['from']} to {row['to']}", " ".join(f"{value:.2f}" for value in row["share"]),
         "yes" if row["monotone"] else "no"]
        for row in found.get("interpolation", ())
    ]  # fmt: skip
    lines += _rows(["mixture in five steps", "share of the second style", "monotone"], body)
    moved = found.get("transfer", ())
    body = [[_cell(value) for value in row.values()] for row in moved]
    return lines + (_rows([name.replace("_", " ") for name in moved[0]], body) if moved else [])


def draw_pictures(contest: Contest, folder: Path, count: int = PICTURES) -> list[Path]:
    """Piano rolls of the first windows: prompt and continuation of each contender, and what really followed."""
    from matplotlib.figure import Figure

    names = [who for who in ("model", "baseline", "repeat") if who in contest.made]
    out = []
    for index, window in enumerate(contest.windows[:count]):
        figure = Figure(figsize=(11, 2.1 * (len(names) + 1)), layout="constrained")
        axes = figure.subplots(len(names) + 1, 1, sharex=True, sharey=True)
        panels = [(who, contest.made[who][index]) for who in names] + [("what really followed", window.truth)]
        for axis, (title, clip) in zip(axes, panels, strict=True):
            _draw(axis, window.prompt, 0, "0.6")
            _draw(axis, clip, 16, "tab:orange" if title == "model" else "tab:blue")
            axis.set_title(f"{title} ({window.corpus}, {window.style})", fontsize=9, loc="left")
            axis.set_xticks(range(0, 49, 4), [str(bar) for bar in range(1, 14)])
            axis.grid(axis="x", alpha=0.3)
        axes[-1].set_xlabel("bar")
        path = folder / f"window_{index + 1}.png"
        with replacing(path) as temporary:
            figure.savefig(temporary, dpi=80, format="png")
        out.append(path)
    return out


def _draw(axis: Any, clip: GridNotes, first_beat: int, colour: str) -> None:
    for onset, pitch, duration, velocity in zip(clip.onset, clip.pitch, clip.duration, clip.velocity, strict=True):
        start = first_beat + onset / STEPS_PER_BEAT
        axis.barh(
            pitch, duration / STEPS_PER_BEAT, left=start, height=0.9, color=colour, alpha=0.3 + 0.7 * velocity / 127
        )
