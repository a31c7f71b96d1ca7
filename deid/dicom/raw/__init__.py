"""The fast way through an object: its explicit little endian header as bytes, only what changes decoded.

Whatever is unusual in an object leaves this way with :class:`deid.dicom.raw.heads.Unusual`, and is read and treated
whole, element by element; both ways give the same bytes.
"""

from __future__ import annotations
