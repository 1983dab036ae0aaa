"""The one exception family that people are shown. Everything else is a bug."""

from __future__ import annotations

from engine.sentences import Sentence


class TatumFlowError(Exception):
    """Something a user can understand and mend.

    It is one sentence that says what happened, to which file or setting, and what to do next: a template in literal
    text and the values of its names, `InputError("{path} is empty; choose another file.", path=path)`. A value may be
    another error, which is told inside this one.

    The command line prints it in English on one line and exits with status 2; the app shows it in its own language,
    without a dialog.
    """

    sentence: Sentence

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template)
        told = {name: value.sentence if isinstance(value, TatumFlowError) else value for name, value in values.items()}
        self.sentence = Sentence(template, **told)

    def __str__(self) -> str:
        return str(self.sentence)


class InputError(TatumFlowError):
    """A file, a setting or a chord symbol that cannot be used as given."""


class ResourceError(TatumFlowError):
    """Something of this machine is missing or full: a library, a device, a checkpoint, the disk."""


TRAIN_EXTRA = {"torch", "onnx", "onnxscript", "miditok", "tensorboard", "scipy", "mir_eval", "matplotlib"}
"""Packages that training and measuring need, by the names they are imported by."""


def missing_package(error: ModuleNotFoundError) -> ResourceError | None:
    """The error for a package of `TRAIN_EXTRA` that is not installed; None where something else is missing."""
    package = (error.name or "").partition(".")[0]
    if package not in TRAIN_EXTRA:
        return None
    return ResourceError(
        'This needs {package}, which is not installed: `pip install "tatumflow[train]"` brings it.', package=package
    )


class Cancelled(Exception):  # noqa: N818 - it is an outcome, not an error
    """A job stopped because its user asked for it."""
