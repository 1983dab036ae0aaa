"""What the engine names by the words of the command line, in the words of the window. English only: a translation has
the window's words in the first place.
"""

from __future__ import annotations

WINDOW_WORDS = {
    "continue": "Continue",
    "infill": "Rewrite bars",
    "improvise": "Improvise",
    "transfer": "Change the style",
    "reharmonize": "Reharmonise",
    "solo": "Solo over chords",
    "pattern": "Pattern",
    "song": "Song",
    "infill needs the bars to write anew: give --redo-bars or --keep-bars.": (
        "Rewrite bars needs the bars to write anew: mark them in the ruler, or type them at the right."
    ),
    "reharmonize needs the chords that are wanted: give --chords, or edit the chord lane.": (
        "Reharmonise needs the chords that are wanted: edit the chord lane."
    ),
    "solo needs chords to play over: give --chords, or write them into the chord lane.": (
        "Solo over chords needs chords to play over: write them into the chord lane."
    ),
    "The device '{device}' needs PyTorch; install it with `pip install torch`, or choose --device cpu.": (
        "The device '{device}' needs PyTorch; install it with `pip install torch`, or choose another in the settings."
    ),
    "The device '{device}' does not work ({reason}); give --device cpu.": (
        "The device '{device}' does not work ({reason}); choose another in the settings."
    ),
    "{problem}; give --device cpu, or leave --device out to take the best there is.": (
        "{problem}; choose another device in the settings."
    ),
    "There is no checkpoint at {folder} ({reason}); choose another with --checkpoint, or install TatumFlow again.": (
        "There is no checkpoint at {folder} ({reason}); install TatumFlow again."
    ),
}
"""Template of the engine -> what an English window says."""
