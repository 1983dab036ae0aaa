"""A checkpoint or a personal style as a folder in Hugging Face layout: weights, config.json and a filled model card.

Nothing is uploaded: the folder is made here, what becomes of it is the user's business.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import InputError, ResourceError
from engine.files import replacing
from engine.model.checkpoint import GRAPHS_FOLDER, WEIGHTS_FILE, Checkpoint
from engine.model.personal import PersonalStyle, save_style
from engine.sentences import system_reason
from training.shards import write_text

CARD = "README.md"
CONFIG = "config.json"
_LICENCE = re.compile(r"[a-z0-9][a-z0-9.+-]{1,40}")
FIGURES = {
    "style_probability": "chance that a take is in the style (0..1)",
    "style_distance": "distance from the style in its space",
    "voicings_expected": "distinct voicings among equally many chords",
    "pitch_class_kl": "pitch-class divergence from what really followed",
    "pctm_cosine": "pitch-class transitions, cosine with what really followed",
    "longest_copy_notes": "longest run copied from the learned pieces, notes",
    "decoder": "held-out loss of the decoder, nats an attribute",
    "denoiser": "held-out loss of the denoiser",
}
"""What the figures of a style mean, in the words of a card."""


@dataclass(frozen=True, slots=True)
class CardSettings:
    """What the user decides about a card.

    Attributes:
        licence: identifier as the Hugging Face Hub knows it, such as cc-by-nc-sa-4.0.
        title: heading; empty for the name of the thing itself.
        data_files: names of the files it was trained on, if the user wants them told.
        metrics: figures of `tatumflow evaluate` (its JSON), if there are any.
    """

    licence: str
    title: str = ""
    data_files: tuple[str, ...] = ()
    metrics: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _LICENCE.fullmatch(self.licence):
            raise InputError(
                "'{licence}' is no licence identifier; give one such as mit, cc-by-4.0 or cc-by-nc-sa-4.0.",
                licence=self.licence,
            )


def export_checkpoint(checkpoint: Checkpoint, folder: Path, card: CardSettings) -> list[Path]:
    """Write `checkpoint` to `folder`; returns the files. `load_checkpoint(folder)` reads it again.

    Raises:
        ResourceError: if the disk refuses.
    """
    weights = checkpoint.folder / WEIGHTS_FILE
    graphs = sorted((checkpoint.folder / GRAPHS_FOLDER).glob("*.onnx"))
    files = [_copied(weights, folder / WEIGHTS_FILE)]
    files += [_copied(path, folder / GRAPHS_FOLDER / path.name) for path in graphs]
    # What lies beside the weights belongs to the checkpoint, too: examples of styles, the index of its training music.
    beside = sorted(set(checkpoint.folder.glob("*.safetensors")) - {weights})
    files += [_copied(path, folder / path.name) for path in beside]
    parameters = sum(int(value.size) for value in checkpoint.weights.values())
    config = {
        "model_type": "tatumflow",
        "architectures": ["TatumFlow"],
        "torch_dtype": "float16",
        "parameters": parameters,
        "checkpoint": checkpoint.digest,
        **checkpoint.config.to_json(),
    }
    own = checkpoint.folder / CARD
    body = own.read_text(encoding="utf-8") if own.is_file() else _checkpoint_card(checkpoint, parameters, card)
    files.append(_written(folder / CONFIG, json.dumps(config, indent=2, ensure_ascii=False) + "\n"))
    files.append(_written(folder / CARD, _front_matter(card.licence, ["music", "midi", "jazz", "diffusion"]) + body))
    return files


def export_style(style: PersonalStyle, folder: Path, card: CardSettings) -> list[Path]:
    """Write a personal style to `folder`; returns the files. `tatumflow styles add` reads its .tatumstyle again.

    Raises:
        ResourceError: if the disk refuses.
    """
    ranks = sorted({down.shape[0] for down, _ in style.matrices.values()})
    config = {
        "model_type": "tatumflow",
        "peft_type": "LORA",
        "base_model": style.base,
        "style": style.name,
        "ranks": ranks,
        "target_weights": sorted(style.matrices),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResourceError(
            "{folder} cannot be made ({reason}); choose another --hub-dir.", folder=folder, reason=system_reason(error)
        ) from error
    files = [save_style(style, folder / f"{style.name}.tatumstyle")]
    files.append(_written(folder / CONFIG, json.dumps(config, indent=2, ensure_ascii=False) + "\n"))
    tags = ["music", "midi", "jazz", "lora", "adapter"]
    files.append(_written(folder / CARD, _front_matter(card.licence, tags) + _style_card(style, card)))
    return files


def _front_matter(licence: str, tags: Iterable[str]) -> str:
    lines = ["---", f"license: {licence}", "library_name: tatumflow", "tags:", *(f"- {tag}" for tag in tags), "---", ""]
    return "\n".join(lines) + "\n"


def _checkpoint_card(checkpoint: Checkpoint, parameters: int, card: CardSettings) -> str:
    told = checkpoint.provenance
    data = told.get("dataset", {})
    lines = [
        f"# {card.title or 'A TatumFlow model'}",
        "",
        f"A hierarchical latent-diffusion model of music as MIDI with {parameters / 1e6:.1f} million parameters, "
        f"trained with TatumFlow (size {told.get('size', 'unknown')}, checkpoint `{checkpoint.digest}`).",
        "",
        "## Use",
        "```",
        "tatumflow generate --mode continue --prompt verse.mid --checkpoint THIS_FOLDER --out verse-continued.mid",
        "```",
        "",
        "## Data",
        f"{data.get('pieces', 'An unknown number of')} pieces. No file of them is part of this repository.",
        "",
        "Styles of the palette: " + (", ".join(checkpoint.config.styles) or "none") + ".",
        *_file_lines(card),
        "",
        "## Training",
        "```json",
        json.dumps(told, indent=1, ensure_ascii=False),
        "```",
        *_metric_lines(card.metrics),
    ]
    return "\n".join(lines) + "\n"


def _style_card(style: PersonalStyle, card: CardSettings) -> str:
    details = style.details
    figures = details.get("figures", {})
    lines = [
        f"# {card.title or style.name}",
        "",
        f"A style for TatumFlow, learned from {details.get('pieces', 'some')} pieces ({details.get('notes', 'some')} "
        f"notes{_role_words(details)}): low-rank adapters with {details.get('parameters', 0) / 1e6:.2f} million "
        f"parameters on the model `{style.base}`. It works on that model only.",
        "",
        "## Use",
        "```",
        f'tatumflow styles add "{style.name}.tatumstyle"',
        f'tatumflow generate --mode continue --prompt verse.mid --style "{style.name}:0.8" --out verse-continued.mid',
        "```",
        "",
        "## Data",
        "The pieces themselves are not part of this repository.",
        *_file_lines(card),
        "",
        "## Training",
        f"{details.get('steps', 0)} steps, the best state after {details.get('best_step', 0)}; settings: "
        f"`{json.dumps(details.get('settings', {}))}`.",
    ]
    if figures:
        lines += ["", "## Measured on held-out prompts", "| figure | without the style | with it |", "|---|---|---|"]
        lines += [
            f"| {FIGURES[key]} | {figures['before'].get(key, 0):.3f} | {figures['after'].get(key, 0):.3f} |"
            for key in FIGURES
            if key in figures.get("before", {}) and key in figures.get("after", {})
        ]
    return "\n".join(lines) + "\n"


def _role_words(details: dict[str, Any]) -> str:
    return f" of the {details['roles'].replace('+', ' and ')} alone" if "roles" in details else ""


def _file_lines(card: CardSettings) -> list[str]:
    return ["", "Files:", *(f"- {name}" for name in card.data_files)] if card.data_files else []


def _metric_lines(metrics: dict[str, Any]) -> list[str]:
    """The means of `tatumflow evaluate`'s clip-by-clip metrics, whatever sides it compared."""
    rows = {
        name: {who: cell["mean"] for who, cell in row.items() if isinstance(cell, dict) and "mean" in cell}
        for name, row in metrics.get("clip", {}).items()
        if isinstance(row, dict)
    }
    sides = list(dict.fromkeys(who for row in rows.values() for who in row))
    if not sides:
        return []
    lines = ["", "## Measured on held-out pieces", f"| metric | {' | '.join(sides)} |", "|---" * (len(sides) + 1) + "|"]
    lines += [
        f"| {name} | {' | '.join(f'{row[who]:.3f}' if who in row else '-' for who in sides)} |"
        for name, row in rows.items()
    ]
    return lines


def _copied(source: Path, target: Path) -> Path:
    """A copy that appears whole or not at all."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as temporary:
            shutil.copyfile(source, temporary)
    except OSError as error:
        raise ResourceError(
            "{target} could not be written ({reason}); free some space or choose another --hub-dir.",
            target=target,
            reason=system_reason(error),
        ) from error
    return target


def _written(path: Path, text: str) -> Path:
    write_text(path, text)
    return path
