"""The one exception family that people are shown. Everything else is a bug."""

from __future__ import annotations


class TatumFlowError(Exception):
    """Something a user can understand and mend.

    The message is one sentence that says what happened, to which file or setting, and what to do next.
    The command line prints it on one line and exits with status 2; the app shows it without a dialog.
    """


class InputError(TatumFlowError):
    """A file, a setting or a chord symbol that cannot be used as given."""


class ResourceError(TatumFlowError):
    """Something of this machine is missing or full: a library, a device, a checkpoint, the disk."""


class Cancelled(Exception):  # noqa: N818 - it is an outcome, not an error
    """A job stopped because its user asked for it."""
