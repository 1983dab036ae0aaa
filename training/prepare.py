"""From a folder to a dataset: scan, read in parallel, compare, split by tune, write shards and the report.

Every step can be cut off at any moment: finished parts stay, and the next run goes on from them.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.errors import InputError, ResourceError
from engine.sentences import Sentence, system_reason
from training import batches, corpus, duplicates
from training.batches import Batch, PartSummary
from training.corpus_readers.base import Source
from training.shards import FORMAT_VERSION, INDEX_NAME, SPLITS, Piece, shard_path, write_shard, write_text
from training.workers import run_all

PARTS = "parts"
MANIFEST_NAME = "manifest.json"
REPORT_NAME = "report.json"
REPORT_TEXT_NAME = "report.txt"
SHARD_PIECES = 200
_MIXED_PARTS = 24
"""Parts whose pieces are shuffled together: shards then hold many corpora, and memory stays bounded."""

Progress = Callable[[float, str], None]


@dataclass(slots=True)
class Result:
    """What a run did.

    Attributes:
        report: the content of report.json.
        did_nothing: the dataset was complete already.
    """

    report: dict[str, Any]
    did_nothing: bool = False


@dataclass(slots=True)
class _Plan:
    root: Path
    dataset: Path
    sources: list[Source]
    batches: list[Batch]
    fingerprint: str
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def parts(self) -> Path:
        return self.dataset / PARTS


def prepare(
    root: Path, dataset: Path, *, workers: int = 1, force: bool = False, progress: Progress = lambda done, stage: None
) -> Result:
    """Make or complete the dataset of the MIDI files and corpora below `root`.

    Args:
        root: folder to scan.
        dataset: folder to write; created where missing. May hold an unfinished or finished run over the same `root`.
        workers: processes that read files.
        force: allow another root's dataset to be replaced.
        progress: called with the share done (0..1) and a short word.

    Raises:
        InputError: if `root` holds nothing usable or is taken away meanwhile, or `dataset` is something else's folder.
        ResourceError: if the disk refuses.
    """
    try:
        return _prepare(root.absolute(), dataset.absolute(), workers, force, progress)
    except BrokenPipeError:
        raise  # of `progress`: nobody listens any more
    except OSError as error:
        raise ResourceError(
            "{path} cannot be used ({reason}); check permissions and free space, then give the same command again.",
            path=error.filename or dataset,
            reason=system_reason(error),
        ) from error


def _prepare(root: Path, dataset: Path, workers: int, force: bool, progress: Progress) -> Result:
    started = time.monotonic()
    _check_dataset(root, dataset, force=force)
    progress(0.0, "looking through the folder")
    plan = _plan(root, dataset)
    if (report := finished_report(dataset, plan.fingerprint)) is not None:
        return Result(report, did_nothing=True)
    _make_folder(plan)
    missing = [batch for batch in plan.batches if not batch.part_path(plan.parts).is_file()]
    kept_parts = len(plan.batches) - len(missing)
    notes = _read_all(plan, missing, workers, progress)
    reading_seconds = time.monotonic() - started
    progress(0.95, "writing the shards")
    report = _assemble(plan)
    report["run"] = {
        "seconds": round(time.monotonic() - started, 1),
        "workers": workers,
        "parts_kept": kept_parts,
        "parts_made": len(missing),
        "notes_per_second": round(notes / max(reading_seconds, 1e-9)) if missing else 0,
    }
    _write_json(dataset / REPORT_NAME, report)
    write_text(dataset / REPORT_TEXT_NAME, report_text(report))
    for path in plan.parts.glob("*.npz"):
        if path.stem not in {batch.key for batch in plan.batches}:
            path.unlink(missing_ok=True)  # of files that have gone or changed
    progress(1.0, "done")
    return Result(report)


def _check_dataset(root: Path, dataset: Path, *, force: bool) -> None:
    if dataset == root:
        raise InputError(
            "The dataset cannot be written over its own source {root}; give another folder with --out.", root=root
        )
    if dataset.exists() and not dataset.is_dir():
        raise InputError("{dataset} is a file; give a folder with --out.", dataset=dataset)
    manifest = dataset / MANIFEST_NAME
    if not dataset.is_dir() or not any(dataset.iterdir()) or force:
        return
    if not manifest.is_file():
        raise InputError(
            "{dataset} is not empty and holds no dataset; give another folder with --out, or add --force.",
            dataset=dataset,
        )
    try:
        source = json.loads(manifest.read_text(encoding="utf-8"))["folder"]
    except (OSError, ValueError, KeyError, TypeError):
        return  # a damaged manifest is written anew; the parts check themselves
    if Path(source) != root:
        raise InputError(
            "{dataset} was made from {source}; give another folder with --out, or add --force to replace it.",
            dataset=dataset,
            source=source,
        )


def _plan(root: Path, dataset: Path) -> _Plan:
    sources = corpus.scan(root, leave_out=[dataset])
    if not sources:
        raise InputError("There are no MIDI files in {root}; name the folder that holds them.", root=root)
    hashes = [corpus.content_hash(root, source) for source in sources]
    planned = batches.plan(sources, hashes)
    digest = hashlib.sha256(f"{FORMAT_VERSION} {SHARD_PIECES} {SPLITS}".encode())
    digest.update(json.dumps([[b.key for b in planned], [[s.path, s.skip] for s in sources if s.skip]]).encode())
    settings = {
        "grid_steps_per_beat": 24,
        "micro_per_step": 8,
        "shard_pieces": SHARD_PIECES,
        "reading_version": batches.READING_VERSION,
        "beat_tracker": batches.tracker_version()[:16],
        "same_side_overlap": duplicates.SAME_SIDE,
        "near_copy_overlap": duplicates.NEAR_COPY,
    }
    return _Plan(root, dataset, sources, planned, digest.hexdigest(), settings)


def finished_report(dataset: Path, fingerprint: str | None = None) -> dict[str, Any] | None:
    """The report of a complete dataset, of the files with this fingerprint where one is given; None for any other."""
    try:
        index = json.loads((dataset / INDEX_NAME).read_text(encoding="utf-8"))
        report: dict[str, Any] = json.loads((dataset / REPORT_NAME).read_text(encoding="utf-8"))
        same = index["version"] == FORMAT_VERSION and fingerprint in (None, index["fingerprint"])
        whole = all(
            (dataset / name).stat().st_size == size
            for sizes in index["shard_bytes"].values()
            for name, size in sizes.items()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return report if same and whole else None


def _make_folder(plan: _Plan) -> None:
    try:
        plan.parts.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResourceError(
            "{dataset} cannot be created ({reason}); give another folder with --out.",
            dataset=plan.dataset,
            reason=system_reason(error),
        ) from error
    for left in (*plan.parts.glob(".*.tmp"), *plan.dataset.glob(".*.tmp")):
        left.unlink(missing_ok=True)
    # An index over shards that are about to change would lie.
    (plan.dataset / INDEX_NAME).unlink(missing_ok=True)
    manifest = {
        "folder": str(plan.root),
        "fingerprint": plan.fingerprint,
        "files": {s.path: h for b in plan.batches for s, h in zip(b.sources, b.hashes, strict=True)},
        "parts": {batch.key: [source.path for source in batch.sources] for batch in plan.batches},
    }
    _write_json(plan.dataset / MANIFEST_NAME, manifest)


def _read_all(plan: _Plan, missing: Sequence[Batch], workers: int, progress: Progress) -> int:
    total = sum(len(batch.sources) for batch in plan.batches) or 1
    done = total - sum(len(batch.sources) for batch in missing)
    tasks = [(str(plan.root), str(plan.parts), batch) for batch in missing]
    notes = 0
    progress(0.95 * done / total, "reading files")
    for index, count in run_all(batches.make_part, tasks, workers):
        notes += count
        done += len(missing[index].sources)
        progress(0.95 * done / total, f"reading files, {done} of {total}")
    return notes


@dataclass(slots=True)
class _Decision:
    """What becomes of each piece: its split, or the reason it is left out."""

    split: dict[tuple[str, int], str]
    left_out: list[tuple[str, str, str]]
    joined_tunes: list[list[str]]


def _assemble(plan: _Plan) -> dict[str, Any]:
    summaries: dict[str, PartSummary] = {}
    for batch in sorted(plan.batches, key=lambda item: item.key):
        try:
            summaries[batch.key] = batches.read_summary(batch.part_path(plan.parts))
        except (OSError, ValueError, KeyError, EOFError, batches.BadZipFile):
            # A part damaged behind our back (a full disk, a bad copy) is made again.
            batches.make_part(str(plan.root), str(plan.parts), batch)
            summaries[batch.key] = batches.read_summary(batch.part_path(plan.parts))
    decision = _decide(plan, summaries)
    if not decision.split:
        reasons = Counter(_kind(reason) for _, _, reason in decision.left_out)
        listed = [
            Sentence("{count} {reason}", count=count, reason=_REASONS.get(reason, reason))
            for reason, count in reasons.most_common()
        ]
        raise InputError(
            "No file in {root} can be used ({listed}); add MIDI files with at least 16 notes.",
            root=plan.root,
            listed=listed,
        )
    shard_sizes = _write_shards(plan, summaries, decision)
    report = _report(plan, summaries, decision)
    index = {
        "version": FORMAT_VERSION,
        "fingerprint": plan.fingerprint,
        "settings": plan.settings,
        "shards": {split: sorted(sizes) for split, sizes in shard_sizes.items()},
        "shard_bytes": shard_sizes,
        **{name: report[name] for name in ("pieces", "notes", "beats", "seconds", "by_corpus", "by_artist", "by_grid")},
    }
    # The report first: a dataset with an index is complete.
    _write_json(plan.dataset / REPORT_NAME, report)
    _write_json(plan.dataset / INDEX_NAME, index)
    return report


def _decide(plan: _Plan, summaries: dict[str, PartSummary]) -> _Decision:
    """Copies out, tunes to sides. Originals are the pieces whose path sorts first, whatever part they came in."""
    places = [(key, number) for key, summary in summaries.items() for number in range(len(summary.meta))]
    places.sort(key=lambda place: _rank(summaries[place[0]].meta[place[1]]))
    metas = [summaries[key].meta[number] for key, number in places]
    compared = duplicates.compare([summaries[key].prints[number] for key, number in places])
    sides = duplicates.Sides()
    for first, second, _ in compared.related:
        sides.join(metas[first]["tune"], metas[second]["tune"])
    for copy, original in compared.exact.items():
        sides.join(metas[copy]["tune"], metas[original]["tune"])
    for meta in metas:
        for tune in corpus.medley_tunes(meta["title"]):
            sides.join(meta["tune"], tune)
    left_out = [(source.path, source.corpus, source.skip) for source in plan.sources if source.skip]
    left_out += [row for summary in summaries.values() for row in summary.skipped]
    split: dict[tuple[str, int], str] = {}
    for index, place in enumerate(places):
        meta = metas[index]
        if index in compared.exact:
            left_out.append((meta["source"], meta["corpus"], f"duplicate of {metas[compared.exact[index]]['source']}"))
        elif index in compared.near:
            left_out.append((meta["source"], meta["corpus"], f"near copy of {metas[compared.near[index]]['source']}"))
        else:
            split[place] = corpus.split_of(sides.find(meta["tune"]))
    return _Decision(split, sorted(left_out), sorted(sides.sets().values()))


def _rank(meta: dict[str, Any]) -> tuple[int, str]:
    """Of two copies the one with played time and dynamics is kept before the quantised one."""
    return {"annotated": 0, "file": 1, "tracked": 1}.get(meta["grid"], 2), meta["source"]


def _write_shards(plan: _Plan, summaries: dict[str, PartSummary], decision: _Decision) -> dict[str, dict[str, int]]:
    """All shards; returns name and size of each by split. Order depends on the content alone."""
    waiting: dict[str, list[Piece]] = {split: [] for split in SPLITS}
    sizes: dict[str, dict[str, int]] = {split: {} for split in SPLITS}

    def flush(split: str) -> None:
        path = write_shard(plan.dataset, split, len(sizes[split]), waiting[split])
        sizes[split][path.name] = path.stat().st_size
        waiting[split] = []

    keys = sorted(summaries)  # keys are hashes: their order mixes the corpora
    for start in range(0, len(keys), _MIXED_PARTS):
        group: list[tuple[Piece, str]] = []
        for key in keys[start : start + _MIXED_PARTS]:
            for number, piece in enumerate(batches.read_pieces(plan.parts / f"{key}.npz")):
                split = decision.split.get((key, number))
                if split is not None:
                    group.append((replace(piece, meta={**piece.meta, "split": split}), split))
        group.sort(key=lambda item: hashlib.sha256(item[0].meta["id"].encode()).digest())
        for piece, split in group:
            waiting[split].append(piece)
            if len(waiting[split]) == SHARD_PIECES:
                flush(split)
    for split in SPLITS:
        if waiting[split]:
            flush(split)
        number = len(sizes[split])
        while (stale := shard_path(plan.dataset, split, number)).is_file():
            stale.unlink()
            number += 1
    return sizes


def _report(plan: _Plan, summaries: dict[str, PartSummary], decision: _Decision) -> dict[str, Any]:
    totals = {name: dict.fromkeys(SPLITS, 0) for name in ("pieces", "notes", "beats")}
    seconds = dict.fromkeys(SPLITS, 0.0)
    by_corpus: dict[str, Counter[str]] = {}
    by_artist: Counter[str] = Counter()
    by_grid: Counter[str] = Counter()
    tunes = {split: set[str]() for split in SPLITS}
    for (key, number), split in decision.split.items():
        summary = summaries[key]
        meta = summary.meta[number]
        totals["pieces"][split] += 1
        totals["notes"][split] += meta["notes"]
        totals["beats"][split] += summary.beats[number]
        seconds[split] += summary.seconds[number]
        row = by_corpus.setdefault(meta["corpus"], Counter())
        row.update({split: 1, "notes": meta["notes"], "seconds": round(summary.seconds[number])})
        by_artist[meta["artist"] or meta["composer"] or "unknown"] += 1
        by_grid[meta["grid"]] += 1
        tunes[split].add(meta["tune"])
    reasons = Counter(_kind(reason) for _, _, reason in decision.left_out)
    notes = Counter(source.note for source in plan.sources if source.note)
    return {
        "folder": str(plan.root),
        "files_found": len(plan.sources),
        **totals,
        "seconds": {split: round(value, 1) for split, value in seconds.items()},
        "tunes": {split: len(names) for split, names in tunes.items()},
        "by_corpus": {name: dict(row) for name, row in sorted(by_corpus.items())},
        "by_artist": dict(by_artist.most_common()),
        "by_grid": dict(sorted(by_grid.items())),
        "left_out": dict(reasons.most_common()),
        "left_out_files": [
            {"file": path, "corpus": name, "reason": reason} for path, name, reason in decision.left_out
        ],
        "tunes_joined_by_melody": decision.joined_tunes,
        "stated_by_the_source": dict(sorted(notes.items())),
    }


_REASONS = {
    str(reason): reason
    for reason in (
        Sentence("only drums"), Sentence("empty: no notes"), Sentence("too short: fewer than 16 notes"),
        Sentence("too short: fewer than 4 beats"), Sentence("too long: more than two hours"),
        Sentence("odd meter: bars that do not fill whole quarter beats"), Sentence("duplicate"), Sentence("near copy"),
        Sentence("broken"),
    )
}  # fmt: skip
"""Why files of a person's own folder are left out, as `_kind` has it."""


def _kind(reason: str) -> str:
    """A reason without what is particular to one file."""
    for prefix in ("duplicate of", "near copy of", "broken table", "broken annotations", "broken"):
        if reason.startswith(prefix):
            return prefix.removesuffix(" of")
    return reason


def report_text(report: dict[str, Any]) -> str:
    """The report for people."""
    pieces, notes = report["pieces"], report["notes"]
    lines = [
        f"{report['folder']}: {report['files_found']} files, {sum(pieces.values())} pieces, "
        f"{sum(notes.values())} notes, {sum(report['seconds'].values()) / 3600:.1f} hours",
        "  ".join(f"{split} {pieces[split]} pieces, {report['tunes'][split]} tunes" for split in SPLITS),
        "",
        *(
            f"{name}: {sum(row.get(split, 0) for split in SPLITS)} pieces, {row['notes']} notes"
            for name, row in report["by_corpus"].items()
        ),
        "",
        "left out:" if report["left_out"] else "nothing was left out",
        *(f"  {count} {reason}" for reason, count in report["left_out"].items()),
    ]
    return "\n".join(lines) + "\n"


def _write_json(path: Path, value: dict[str, Any]) -> None:
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")
