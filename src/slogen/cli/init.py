"""slogen init."""

from datetime import date
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import stop


@click.command(short_help="Write a working repository to begin with.")
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", metavar="SYSTEM", help="Name of the team's system, such as shop; default: the folder's name.")
def init(folder: Path, name: str | None) -> None:
    """Write a working repository into FOLDER (default: here): specs to change, a runbook, a CI workflow, a README.

    Nothing is ever overwritten: if one of the files exists already, nothing is written at all.
    """
    from slogen.app.init import SYSTEM_NAME, name_for
    from slogen.app.init import init as run

    system = name if name is not None else name_for(folder)
    if not SYSTEM_NAME.fullmatch(system):
        what = f"{name!r} cannot be a system's name" if name is not None else f"the folder {folder} gives no name to a system"
        raise click.UsageError(f"{what}: use small letters, digits and hyphens, a letter first: --name shop")
    made = run(folder, system, date.today())
    if made.existing:
        for path in made.existing:
            click.echo(f"exists already: {folder / path}", err=True)
        stop("nothing was written; choose another folder, or move these files away", Exit.ENVIRONMENT)
    for path in made.written:
        click.echo(folder / path)
    here = folder.resolve() == Path.cwd()
    steps = [
        *([] if here else [f"cd {folder}"]),
        f"slogen explain {system}/web/availability",
        "slogen generate",
        "git add --all    # generated/ too: its diff belongs in the review",
    ]
    click.echo("\nNext:\n" + "\n".join(f"  {step}" for step in steps))
    click.echo("then change slos/slogen.yaml and slos/" + system + "/ into your own; README.md says how", nl=True)
