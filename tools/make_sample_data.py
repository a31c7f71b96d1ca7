"""Make ``sample_data`` again: ``./run python tools/make_sample_data.py [FOLDER]``."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from sample_data_maker import make_sample_data

_DEFAULT = Path(__file__).resolve().parents[1] / "sample_data"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=_DEFAULT)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--patients", type=int, default=60)
    chosen = parser.parse_args()
    if chosen.folder == _DEFAULT:
        # Files that an older maker wrote must not linger in the committed sample.
        shutil.rmtree(_DEFAULT, ignore_errors=True)
    manifest = make_sample_data(chosen.folder, chosen.seed, chosen.patients)
    size = sum((manifest.folder / name).stat().st_size for name in manifest.files)
    print(f"{len(manifest.files)} files, {size / 1e6:.2f} MB, {len(manifest.planted)} planted values")


if __name__ == "__main__":
    main()
