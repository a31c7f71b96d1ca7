from __future__ import annotations

from ..disclosed_house import copy, disclosed, limited
from ..signed_house import expert_house, house, house_of, sealed_houses

__all__ = ["copy", "disclosed", "expert_house", "house", "house_of", "limited", "sealed_houses"]
