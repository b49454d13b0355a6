"""slogen schema."""

from pathlib import Path

import click

KINDS = ("workspace", "system", "service", "routing", "dashboard")


@click.command(short_help="Print the JSON Schema of specs.")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Write every kind's schema into this folder.")
def schema(kind: str | None, output: Path | None) -> None:
    """Print the JSON Schema (draft 2020-12) of a KIND of spec, or write all of them for an editor."""
    from slogen.readers.native.schema import text

    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        for name in KINDS if kind is None else (kind,):
            (output / f"{name}.json").write_text(text(name), encoding="utf-8")
            click.echo(output / f"{name}.json", err=True)
    elif kind is None:
        raise click.UsageError(f"name a kind ({', '.join(KINDS)}), or a folder with --output")
    else:
        click.echo(text(kind), nl=False)
