"""What a command asks its user: passphrases, signers, and the statements of a role."""

from __future__ import annotations

import datetime
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pydantic import BaseModel

    from deid.release.signing.signer import Signer

PATH = click.Path(path_type=Path)
_VARIABLE = "DEID_PASSPHRASE"
Command = TypeVar("Command", bound=Callable[..., Any])


def signer_options(command: Command) -> Command:
    """The options that name a key, or a program that signs."""
    for option in (
        click.option("--passphrase-file", type=PATH, help=f"Holds the passphrase; else ${_VARIABLE}, else asked for."),
        click.option("--public-key", type=PATH, help="The public key of --signer."),
        click.option("--signer", "program", help="A program that signs: message in, signature out."),
        click.option("--key", "key", type=PATH, help="A key that `deid key new` made."),
    ):
        command = option(command)
    return command


def signer_of(key: Path | None, program: str | None, public_key: Path | None, file: Path | None) -> Signer | None:
    """The signer that the options name; None where they name none.

    Raises:
        UsageError: the options do not go together, or the key cannot be opened.
    """
    from deid.errors import UsageError
    from deid.release.signing.keys import load_public
    from deid.release.signing.signer import KeyFile, Program

    if program and key:
        raise UsageError("give --key or --signer, not both")
    if program:
        if public_key is None:
            raise UsageError("--signer asks for --public-key: the signature is checked before it is used")
        return Program(shlex.split(program), load_public(public_key))
    return KeyFile(key, passphrase(file)) if key else None


def signer_needed(key: Path | None, program: str | None, public_key: Path | None, file: Path | None) -> Signer:
    """The same, where a signer must be named.

    Raises:
        UsageError: none is named.
    """
    from deid.errors import UsageError

    found = signer_of(key, program, public_key, file)
    if found is None:
        raise UsageError("no key: give --key FILE (make one with: deid key new FILE), or --signer PROGRAM")
    return found


def passphrase(file: Path | None, *, new: bool = False) -> str:
    """A passphrase: from a file, the environment, or the keyboard.

    Raises:
        UsageError: there is none, and nobody to ask.
    """
    from deid.errors import UsageError

    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{file}: cannot be read") from None
    if _VARIABLE in os.environ:
        return os.environ[_VARIABLE]
    if not sys.stdin.isatty():
        raise UsageError(f"no passphrase: give --passphrase-file, or set {_VARIABLE}")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))


def stated(model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
    """What a role must state: what is given, and the rest asked for on a terminal.

    Raises:
        ConfigurationError: something is missing, malformed, or a placeholder; all problems at once.
    """
    from pydantic import ValidationError

    from deid.errors import ConfigurationError

    answers = {"dated": datetime.datetime.now(datetime.UTC).date().isoformat(), **given}
    if sys.stdin.isatty():
        for name, field in model.model_fields.items():
            if name not in answers:
                answers[name] = click.prompt(field.description or name, err=True)
    try:
        return model.model_validate(answers)
    except ValidationError as error:
        raise ConfigurationError([_problem(model, one) for one in error.errors()]) from None


def _problem(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    name = str(error["loc"][0]) if error["loc"] else ""
    field = model.model_fields.get(name)
    asked = f" ({field.description})" if field is not None and field.description else ""
    says = str(error["msg"]).removeprefix("Value error, ")
    return f"{name or 'statement'}: {says}{asked}"
