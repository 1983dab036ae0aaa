"""The piano roll: where notes are drawn, and how ticks and pitches become pixels."""
