"""A process that is deid's own, without what libraries load unasked: that costs more than many a run."""

from __future__ import annotations

import atexit
import ctypes
import gc
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import Final

_KEPT_FOR = 10_000
_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1
_NEW_OBJECTS: Final = 50_000
_ANONYMOUS_FROM, _GIVEN_BACK_FROM = 1 << 22, 1 << 27


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
    # Arrow's allocator, read when it is loaded: milliseconds until what is free goes back to the system.
    os.environ.setdefault("MIMALLOC_PURGE_DELAY", str(_KEPT_FOR))
    _keep_freed_memory()
    # Word lists and tables make hundreds of thousands of objects that stay: going through them again and again in
    # search of rings of garbage is a tenth of a short run.
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
    # Nor need what is left at the end be gone through: all of it goes with the process.
    atexit.register(gc.freeze)
    if not any(isinstance(finder, _PandasUnasked) for finder in sys.meta_path):
        sys.meta_path.insert(0, _PandasUnasked())


def _keep_freed_memory() -> None:
    """Let glibc's allocator keep what was freed, where it is glibc's: the next batch needs as much again.

    It would give arrays of some hundred kilobytes back to the system with every batch and ask for them anew, and the
    system clears each page: a third of a run's time on some machines.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_MMAP_THRESHOLD, _ANONYMOUS_FROM)
    mallopt(_TRIM_THRESHOLD, _GIVEN_BACK_FROM)
