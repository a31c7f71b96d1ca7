"""The command line as a process of its own."""

from __future__ import annotations

from deid.lean import lean


def main() -> None:
    """Run the command that the arguments name, and end the process."""
    lean()
    from deid.cli import main as commands

    commands()
