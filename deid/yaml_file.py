"""YAML in and out with typed models: every problem at once, each with file and line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from deid.errors import ConfigurationError

Model = TypeVar("Model", bound=BaseModel)


def load(path: Path, model: type[Model]) -> Model:
    """Read a file into a model.

    Raises:
        ConfigurationError: the file is missing, no YAML, or breaks the model; all problems, with their lines.
    """
    document = read(path)
    try:
        return model.model_validate(document)
    except ValidationError as error:
        raise ConfigurationError(
            [
                f"{path}:{_line(document, problem['loc'])}: {_place(problem['loc'])}{problem['msg']}"
                for problem in error.errors(include_url=False, include_input=False)
            ]
        ) from None


def read(path: Path) -> Any:
    """The document as ruamel.yaml reads it, with the lines of its parts.

    Raises:
        ConfigurationError: the file is missing or no YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}:1: cannot be read ({error.__class__.__name__})"]) from None
    try:
        document = _yaml().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ConfigurationError([f"{path}:{line}: not valid YAML: {error.problem}"]) from None
    except (YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise ConfigurationError([f"{path}:1: not valid YAML ({error.__class__.__name__})"]) from None
    if not isinstance(document, dict):
        raise ConfigurationError([f"{path}:1: expected a mapping of settings"])
    return document


def dump(document: dict[str, Any], heading: str = "") -> str:
    """A document as YAML, with a comment on top; texts that look like numbers are quoted."""
    sink = io.StringIO()
    yaml = _yaml()
    yaml.width = 110
    yaml.dump(_quoted(document), sink)
    comment = "".join(f"# {line}\n".replace("# \n", "#\n") for line in heading.splitlines())
    return comment + sink.getvalue()


def _quoted(value: Any) -> Any:
    """The same, with texts that would not survive a plain spelling in quotation marks: runs of blanks, line breaks."""
    if isinstance(value, dict):
        return {_quoted(key): _quoted(part) for key, part in value.items()}
    if isinstance(value, list):
        parts = CommentedSeq([_quoted(part) for part in value])
        if parts and all(isinstance(part, str) for part in value):
            parts.fa.set_flow_style()
        return parts
    if isinstance(value, str) and ("  " in value or not value.isprintable()):
        return DoubleQuotedScalarString(value)
    return value


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.explicit_start = False
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _line(document: Any, location: tuple[int | str, ...]) -> int:
    """The line of the innermost part of the document on the way to a problem."""
    line = 1
    for step in location:
        positions: Any = getattr(document, "lc", None)
        try:
            found = positions.key(step) if isinstance(document, dict) else positions.item(step)
            line = found[0] + 1
            document = document[step]
        except (KeyError, IndexError, TypeError, AttributeError):
            break
    return line


def _place(location: tuple[int | str, ...]) -> str:
    steps = [str(step) if isinstance(step, str) else f"[{step + 1}]" for step in location]
    return ".".join(steps).replace(".[", "[") + ": " if steps else ""
