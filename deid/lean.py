"""A process that is deid's own, without what libraries load unasked: that costs more than many a run."""

from __future__ import annotations

import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec


class _PandasUnasked(MetaPathFinder):
    """Says that pandas is not there while ``deid.arrow`` is imported, and at no other time.

    pyarrow asks for pandas when it infers its first type and when it converts its first value, never again, and
    imports it; here both happen in ``deid.arrow``. Without it pyarrow takes and gives no pandas objects, and none are
    handed to it by a command or a worker. Anybody who imports pandas gets it.
    """

    def find_spec(self, fullname: str, *_where: object) -> ModuleSpec | None:
        """Refuse pandas to ``deid.arrow``; leave everything else to the others."""
        asking = sys.modules.get("deid.arrow")
        if fullname == "pandas" and asking is not None and not hasattr(asking, "NO_TEXT"):
            raise ModuleNotFoundError("pandas is not asked for", name=fullname)
        return None


def lean() -> None:
    """Keep this process small: call it first, in processes that belong to deid alone."""
    # Nothing here multiplies matrices, and each thread that OpenBLAS starts for it costs CPU time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not any(isinstance(finder, _PandasUnasked) for finder in sys.meta_path):
        sys.meta_path.insert(0, _PandasUnasked())
