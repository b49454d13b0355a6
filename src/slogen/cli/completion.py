"""slogen completion."""

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")
_HOW = {
    "bash": 'eval "$(slogen completion bash)"    in ~/.bashrc',
    "zsh": 'eval "$(slogen completion zsh)"     in ~/.zshrc',
    "fish": "slogen completion fish | source     in ~/.config/fish/config.fish",
}


@click.command(short_help="Print the script for completion in a shell.", epilog="\b\n" + "\n".join(_HOW.values()))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that makes a SHELL complete commands, options and the names of SLOs."""
    program = context.find_root().command
    found = get_completion_class(shell)
    assert found is not None  # click has all three
    click.echo(found(program, {}, "slogen", "_SLOGEN_COMPLETE").source())
