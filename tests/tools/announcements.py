"""Prints what an application has screen readers say by itself, a line each, until it is ended: `python3
announcements.py`. A program of its own, because the bindings of AT-SPI belong to the system's Python.
"""

from __future__ import annotations

import sys
from typing import Any


def main() -> int:
    """Listen for ever; the line "listening" says that it has begun."""
    import gi

    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    def said(event: Any) -> None:
        print(f"SAID {event.any_data}", flush=True)

    Atspi.init()
    listener = Atspi.EventListener.new(said)
    listener.register("object:announcement")
    print("listening", flush=True)
    Atspi.event_main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
