"""slogen completion: scripts that shells accept, and the names of SLOs at a tab."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

import slogen
from slogen.cli.main import cli

PROJECT = Path(__file__).parent / "explained"


def _completed(incomplete: str) -> list[str]:
    shell = ShellComplete(cli, {}, "slogen", "_SLOGEN_COMPLETE")
    return [item.value for item in shell.get_completions(["explain"], incomplete)]


@pytest.mark.parametrize(
    ("incomplete", "found"),
    [
        pytest.param("shop/web/", ["shop/web/availability", "shop/web/latency", "shop/web/satisfaction"], id="a beginning"),
        pytest.param("shop/web/l", ["shop/web/latency"], id="all but the name"),
        pytest.param("queue", ["shop/jobs/queue"], id="the name alone"),
        pytest.param("zebra", [], id="nothing like it"),
    ],
)
def test_names_of_slos(incomplete: str, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    assert _completed(incomplete) == found


def test_all_names_without_a_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT / "slos" / "shop")
    assert len(_completed("")) == 9


def test_silence_outside_of_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _completed("") == []


def test_specs_of_any_shape_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(PROJECT / "slos", tmp_path / "slos")
    odd = ("[", "- 1", "slos: 3", "slos: [1, {name: 2}, {name: [x]}]", "\x00", "", "service: [a]\nslos: [{name: b}]")
    for number, text in enumerate(odd):
        (tmp_path / "slos" / "shop" / f"odd-{number}.yaml").write_text(text)
    monkeypatch.chdir(tmp_path)
    assert "shop/web/latency" in _completed("")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_slogen(shell: str) -> None:
    result = CliRunner().invoke(cli, ["completion", shell])
    assert result.exit_code == 0
    assert f"_SLOGEN_COMPLETE={shell}_complete" in result.stdout


def test_a_shell_that_is_not_known_is_refused() -> None:
    result = CliRunner().invoke(cli, ["completion", "tcsh"])
    assert result.exit_code == 2
    assert "'bash', 'zsh', 'fish'" in result.stderr


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with a `slogen` that is this one."""
    program = tmp_path / "bin" / "slogen"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom slogen.cli.main import main\nmain()\n")
    program.chmod(0o755)
    source = str(Path(slogen.__file__).parents[1])
    return {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": source}


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_a_name(environment: dict[str, str]) -> None:
    script = """
        source <(slogen completion bash)
        COMP_WORDS=(slogen explain shop/jobs/q) COMP_CWORD=2
        _slogen_completion slogen
        echo "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "shop/jobs/queue\n"


def test_a_tab_loads_no_compiler(environment: dict[str, str]) -> None:
    """What makes completion slow is what it imports: the readers, the rules and their libraries are not needed for names."""
    code = """
import sys
from slogen.cli.explain import complete
assert len(complete(None, None, "shop/")) == 9
print(sorted(name for name in sys.modules if name.startswith(("slogen.r", "slogen.t", "jinja2", "jsonschema", "promql_parser"))))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_fifty_services_are_completed_within_a_moment(environment: dict[str, str], tmp_path: Path) -> None:
    """0.3 s is what a person does not mind at a key. Processor time, the best of three: the machine may be busy with other tests."""
    shutil.copytree(PROJECT / "slos", tmp_path / "slos")
    web = (tmp_path / "slos" / "shop" / "web.yaml").read_text()
    for number in range(47):
        (tmp_path / "slos" / "shop" / f"web-{number}.yaml").write_text(web.replace("service: web", f"service: web-{number}"))
    asked = {**environment, "COMP_WORDS": "slogen explain shop/web-1", "COMP_CWORD": "2", "_SLOGEN_COMPLETE": "bash_complete"}
    seconds: list[float] = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(["slogen"], cwd=tmp_path, env=asked, capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        assert len(done.stdout.splitlines()) == 33
    assert min(seconds) < 0.3
