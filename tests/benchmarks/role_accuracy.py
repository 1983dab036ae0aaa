"""How well the lead, the chords and the bass are told apart by ear, on held-out music whose roles are known.

usage: python tests/benchmarks/role_accuracy.py DATASET CORPORA [--split valid]

DATASET is what `tatumflow prepare` made of CORPORA. Solos are heard over three made-up hands, songs with their piano,
piano scores with the right hand's highest notes as the lead; no file's track names are looked at.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from engine.music.roles import role_array
from training.role_examples import voices_of
from training.train_roles import scores_of, watched_music


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--split", choices=("valid", "test"), default="valid")
    options = parser.parse_args()
    warnings.filterwarnings("ignore", module="pretty_midi")
    began, notes = 0.0, 0
    for kind, music in watched_music(voices_of(options.dataset, options.corpora, options.split)).items():
        began -= time.perf_counter()
        told = [role_array(*(v.notes[:, column] for column in range(3))) for v in music]
        began += time.perf_counter()
        notes += sum(map(len, told))
        found = scores_of(told, music)
        print(
            f"{kind:<26} {len(music):4} pieces  lead F1 {found.f1:.3f} (of what is called lead {found.precision:.3f}, "
            f"of what leads {found.recall:.3f})  bass {found.bass:.3f}"
        )
    print(f"{notes / began:,.0f} notes a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
