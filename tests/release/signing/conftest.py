from __future__ import annotations

from ..signed_house import expert_house, house, house_of, sealed_houses

__all__ = ["expert_house", "house", "house_of", "sealed_houses"]
