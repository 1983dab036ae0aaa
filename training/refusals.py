"""What the machine refuses, told in one sentence: the disk, permissions, memory. For the ends of commands; what can be
told better is told where it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.errors import Cancelled, ResourceError, TatumFlowError
from engine.sentences import system_reason
from training.portions import out_of_memory


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn the system's refusals in the block into errors for people; `place` is the folder that is worked in.

    Raises:
        Cancelled: if nobody listens to standard output any more.
        ResourceError: for a refusal of the disk or of memory. Everything else passes as it is.
    """
    try:
        yield
    except (TatumFlowError, Cancelled):
        raise
    except BrokenPipeError:
        raise Cancelled from None
    except OSError as error:
        raise ResourceError(
            "{path} cannot be used any more ({reason}); make room, or bring it back and check its "
            "permissions, then give the same command again.",
            path=error.filename or place,
            reason=system_reason(error),
        ) from error
    except Exception as error:
        if not out_of_memory(error):
            raise
        raise ResourceError(
            "There is too little memory to go on; close other programs, then give the same command again to go on from "
            "the last checkpoint."
        ) from error
