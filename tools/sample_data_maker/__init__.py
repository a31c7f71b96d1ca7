"""Makes ``sample_data``: an invented hospital's export, the same bytes at every run."""

from __future__ import annotations

from sample_data_maker.hospital import make_sample_data
from sample_data_maker.planted import Manifest, Planted

__all__ = ["Manifest", "Planted", "make_sample_data"]
