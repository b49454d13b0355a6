"""How commands end and look: exit codes, help, version, colours on a terminal, one line for what the environment does."""

import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner

import slogen
from slogen.app import validate as app_validate
from slogen.cli.exits import Exit
from slogen.cli.main import cli, main
from tests.app.project_files import project, service, tree, write
from tests.cli.command import PYTHONPATH, promtool_that_records, slogen_in

COMMANDS = [
    "generate",
    "test",
    "validate",
    "lint",
    "routes",
    "explain",
    "runbook",
    "preview",
    "alertmanager",
    "schema",
    "init",
    "completion",
]
ESCAPE = "\x1b["


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one service, and a promtool that accepts everything."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PROMTOOL", str(promtool_that_records(tmp_path / "tools")[0]))
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    root = project(tmp_path / "shop", "cart")
    monkeypatch.chdir(root)
    return root


def _broken(shop: Path) -> None:
    write(shop, {"slos/shop/cart.yaml": service("cart").replace("99.9", "199")})


def _main(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The console script in this process: its exit code."""
    monkeypatch.setattr(sys, "argv", ["slogen", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_help_documents_every_exit_code_and_command() -> None:
    text = " ".join(CliRunner().invoke(cli, ["--help"]).stdout.split())
    assert "Exit codes: 0 all is well; 1 the specs or the generated files are at fault; 2 wrong usage, or the environment failed" in text
    assert "3 a mistake in slogen itself" in text
    assert [code.value for code in Exit] == [0, 1, 2, 3]
    assert sorted(cli.commands) == sorted(COMMANDS)
    assert all(f" {name} " in text for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_itself(command: str, option: str) -> None:
    done = CliRunner().invoke(cli, [command, option])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: cli {command} ")
    assert all(len(line) <= 110 for line in done.stdout.splitlines())


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_the_version(option: str) -> None:
    done = CliRunner().invoke(cli, [option])
    assert (done.exit_code, done.stdout) == (0, f"slogen, version {slogen.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["nothing"], id="an unknown command"),
        pytest.param(["generate", "--force"], id="an unknown option"),
        pytest.param(["schema", "board"], id="an unknown kind"),
        pytest.param(["schema"], id="no kind"),
        pytest.param(["generate", "slos/shop/no.yaml"], id="a file that is not there"),
        pytest.param(["validate", "runbooks"], id="a folder without specs"),
        pytest.param(["generate", "-o", "/dev/null/rules"], id="an output that cannot be"),
    ],
)
def test_wrong_usage_ends_with_2(
    arguments: list[str], shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    before = tree(shop)
    assert _main(monkeypatch, *arguments) == 2
    out, error = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in error
    assert len([line for line in error.splitlines() if not line.startswith(("Usage:", "Try "))]) <= 2
    assert tree(shop) == before


def test_outside_of_a_project_one_line_says_how_to_begin(tmp_path: Path) -> None:
    for command in ("generate", "validate"):
        done = slogen_in(tmp_path, command)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "slogen: no workspace found: slos/slogen.yaml is in no folder above (slogen init makes a new project)\n"


def test_a_mistake_in_a_spec_ends_with_1(shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    _broken(shop)
    assert _main(monkeypatch, "validate") == 1
    assert _main(monkeypatch, "generate") == 1
    assert capfd.readouterr().err.count("[objective-range]") == 2


def test_a_warning_is_no_fault(shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    write(shop, {"slos/shop/cart.yaml": service("cart").replace("99.9", "90")})
    assert _main(monkeypatch, "validate") == 0
    assert _main(monkeypatch, "generate") == 0
    lines = capfd.readouterr().err.splitlines()
    assert "2 warnings in 1 file" in lines
    assert "1 SLO in 1 file: no errors" in lines


def test_a_mistake_of_ours_ends_with_3_and_a_traceback(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> None:
        raise KeyError("what nobody thought of")

    monkeypatch.setattr(app_validate, "read_context", fail)
    assert _main(monkeypatch, "validate") == 3
    lines = capfd.readouterr().err.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-2:] == [
        "KeyError: 'what nobody thought of'",
        "slogen: this is a mistake in slogen itself; please report it with the lines above",
    ]


def test_a_file_that_cannot_be_read_takes_one_line(shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    (shop / "slos/shop/gone.yaml").symlink_to("nowhere.yaml")
    assert _main(monkeypatch, "generate") == 2
    assert capfd.readouterr().err == f"slogen: {shop}/slos/shop/gone.yaml: No such file or directory\n"


def test_an_output_that_cannot_be_written_takes_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {"file": "no folder\n"})
    assert _main(monkeypatch, "generate", "-o", "../file/rules") == 2
    error = capfd.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith(f"slogen: {tmp_path}/file: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_the_right_to_write_takes_one_line(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shop.chmod(0o555)
    try:
        assert _main(monkeypatch, "generate") == 2
    finally:
        shop.chmod(0o755)
    error = capfd.readouterr().err
    assert error.startswith(f"slogen: {shop}/")
    assert error.endswith("Permission denied\n")
    assert error.count("\n") == 1


def test_a_reader_that_goes_away_is_no_mistake(shop: Path) -> None:
    """As in `slogen generate --diff | head`."""
    write(shop, {f"slos/shop/s{number}.yaml": service(f"s{number}") for number in range(20)})
    command = f"{sys.executable} -m slogen generate --diff | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=shop, env={**os.environ, "PYTHONPATH": PYTHONPATH}, capture_output=True, text=True, check=False
    )
    assert done.returncode in (1, 2)
    assert done.stderr == ""


def test_an_interrupted_run_ends_with_2_and_leaves_nothing(shop: Path, tmp_path: Path) -> None:
    tool, _ = promtool_that_records(tmp_path / "slow", verdict="kill -INT $PPID; sleep 30")
    done = slogen_in(shop, "generate", PROMTOOL=str(tool))
    assert (done.returncode, done.stderr) == (2, "\nslogen: interrupted\n")
    assert sorted(path.name for path in shop.iterdir()) == ["runbooks", "slos"]


def _on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Everything that a command prints when its standard error is a terminal of an unknown size."""
    return _in_columns(0, folder, *arguments, **environment)


def _in_columns(columns: int, folder: Path, *arguments: str, **environment: str) -> str:
    """Everything that a command prints when its standard error is a terminal of so many columns."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, columns))
    variables = {**os.environ, "PYTHONPATH": PYTHONPATH, "TERM": "xterm", **environment}
    process = subprocess.Popen([sys.executable, "-m", "slogen", *arguments], cwd=folder, env=variables, stdout=slave, stderr=slave)
    os.close(slave)
    found = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the terminal closes when its last program ends
            break
        if not chunk:
            break
        found += chunk
    os.close(master)
    assert process.wait() == 1
    return found.decode()


def test_colours_on_a_terminal_only(shop: Path) -> None:
    _broken(shop)
    painted = _on_a_terminal(shop, "validate")
    assert f"{ESCAPE}1;31merror{ESCAPE}0m" in painted
    assert f"{ESCAPE}1mslos/shop/cart.yaml:7:16{ESCAPE}0m" in painted
    plain = slogen_in(shop, "validate", NO_COLOR="").stderr
    assert ESCAPE not in plain
    # A line of progress is written over, so that nothing of it is left.
    seen = re.sub(r"[^\n]*\r\x1b\[K", "", painted.replace("\r\n", "\n"))
    assert re.sub(r"\x1b\[[0-9;]*m", "", seen) == plain


def test_excerpts_fit_the_terminal(shop: Path) -> None:
    long = service("cart").replace("errors:", "erors:").replace('job="cart"', f'job="cart",zone="{"z" * 90}"')
    write(shop, {"slos/shop/cart.yaml": long})
    seen = _in_columns(80, shop, "validate", NO_COLOR="1").replace("\r\n", "\n").splitlines()
    excerpts = [line for line in seen if re.match(r" *\d* \|", line)]
    assert excerpts
    assert max(map(len, excerpts)) <= 80
    assert any(len(line) > 80 for line in slogen_in(shop, "validate").stderr.splitlines() if re.match(r" *\d+ \|", line))


@pytest.mark.parametrize(
    "environment", [pytest.param({"NO_COLOR": "1"}, id="NO_COLOR"), pytest.param({"TERM": "dumb"}, id="a dumb terminal")]
)
def test_no_colours_for_who_wants_none(environment: dict[str, str], shop: Path) -> None:
    _broken(shop)
    assert not re.search(r"\x1b\[[0-9;]*m", _on_a_terminal(shop, "validate", **environment))


def test_colours_for_who_asks_for_them(shop: Path) -> None:
    _broken(shop)
    assert f"{ESCAPE}1;31m" in slogen_in(shop, "validate", NO_COLOR="", FORCE_COLOR="1").stderr


@pytest.mark.parametrize("group", [[], ["alertmanager"], ["runbook"]], ids=["slogen", "slogen alertmanager", "slogen runbook"])
def test_lists_of_commands_are_whole_sentences_on_80_columns(group: list[str]) -> None:
    shown = CliRunner().invoke(cli, [*group, "--help"], terminal_width=80).output
    lines = shown.partition("\nCommands:\n")[2].partition("\n\n")[0].splitlines()
    assert lines
    assert all(line.endswith(".") and not line.endswith("...") for line in lines), lines
