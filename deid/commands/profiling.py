"""`deid profiles`."""

from __future__ import annotations

from pathlib import Path

import click

from deid.commands.asking import PATH
from deid.guarding import guarded


@click.group()
def profiles() -> None:
    """Profiles: which treatment each kind of field takes."""


@profiles.command("list")
@guarded
def list_profiles() -> None:
    """The profiles that are there, by name."""
    from deid import profile

    for name in profile.names():
        click.echo(f"{name:24}{profile.load(name).description}")


@profiles.command("show")
@click.argument("name")
@guarded
def show_profile(name: str) -> None:
    """A profile, whole, with what it inherits."""
    from deid import profile, yaml_file

    click.echo(yaml_file.dump(profile.load(name).model_dump(mode="json", exclude_none=True)), nl=False)


@profiles.command("check", short_help="Every problem of a profile file, with its line.")
@click.argument("file", type=PATH)
@guarded
def check_profile(file: Path) -> None:
    """Whether a profile file is right; if not, every problem with its line."""
    from deid import profile

    checked = profile.load(file)
    click.echo(f"{file}: a profile for {checked.method}, without problems")


@profiles.command("schema")
@guarded
def profile_schema() -> None:
    """The JSON Schema of profiles, for editors."""
    import json

    from deid.profile import Profile

    click.echo(json.dumps(Profile.model_json_schema(), indent=2))
