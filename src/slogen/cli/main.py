"""The command `slogen`: its sub-commands, and how it ends.

Commands import what they need when they run: `slogen --help` and shell completion stay fast.
"""

import gc
import sys
import traceback

import click

from slogen import __version__
from slogen.cli.alertmanager import alertmanager
from slogen.cli.completion import completion
from slogen.cli.exits import Exit
from slogen.cli.explain import explain
from slogen.cli.generate import generate
from slogen.cli.init import init
from slogen.cli.lint import lint
from slogen.cli.preview import preview
from slogen.cli.routes import routes
from slogen.cli.runbook import runbook
from slogen.cli.schema import schema
from slogen.cli.test import test
from slogen.cli.validate import validate

_EPILOG = """Exit codes: 0 all is well; 1 the specs or the generated files are at fault; 2 wrong usage, or the environment failed
(promtool missing, a file that cannot be written); 3 a mistake in slogen itself."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, epilog=_EPILOG)
@click.version_option(__version__, "-V", "--version", prog_name="slogen")
def cli() -> None:
    """Compile SLO specs into Prometheus rules and their tests, Alertmanager routing and Grafana boards; promtool and amtool judge what
    is written.
    """


cli.add_command(generate)
cli.add_command(test)
cli.add_command(validate)
cli.add_command(routes)
cli.add_command(alertmanager)
cli.add_command(lint)
cli.add_command(explain)
cli.add_command(runbook)
cli.add_command(preview)
cli.add_command(schema)
cli.add_command(init)
cli.add_command(completion)


def main() -> None:
    """Entry point of the console script. The environment's failures take one line, our own a traceback."""
    # Specs become many small values that live to the end; looking for cycles among them takes a third of the time.
    gc.set_threshold(100_000, 50, 100)
    try:
        # Not click's own ending: to it an interruption is exit 1, which here is a mistake in a spec.
        sys.exit(cli(standalone_mode=False) or Exit.OK)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        click.echo("slogen: interrupted", err=True)
        sys.exit(Exit.ENVIRONMENT)
    except BrokenPipeError:
        # The reader of our output (head, less) went away; writing again at exit would raise once more.
        sys.stdout = None
        sys.exit(Exit.ENVIRONMENT)
    except OSError as problem:
        place = f"{problem.filename}: " if problem.filename else ""
        click.echo(f"slogen: {place}{problem.strerror or problem}", err=True)
        sys.exit(Exit.ENVIRONMENT)
    except Exception:  # noqa: BLE001 - whatever it is, the user learns that it is not their mistake
        traceback.print_exc()
        click.echo("slogen: this is a mistake in slogen itself; please report it with the lines above", err=True)
        sys.exit(Exit.BUG)
