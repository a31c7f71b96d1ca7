"""``python -m deid``: the command line."""

from __future__ import annotations

from deid.starting import main

if __name__ == "__main__":
    main()
