"""promtool: without a usable one nothing is written; what it refuses is led back to the line of the spec."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import project, tree, write
from tests.cli.command import checked, program, promtool_that_records

ALERTS = """\
apiVersion: slogen/v1
kind: Service
service: index
alerts:
  - name: IndexLags
    expr: index_lag_seconds > 5
    severity: ticket
    summary: The index lags.
    next_action: Look.
    runbook: errors
  - name: IndexWillLag
    expr: |
      double_exponential_smoothing(index_lag_seconds[1h], 0.1, 0.1)
      > 5
    severity: ticket
    summary: The index will lag.
    next_action: Look.
    runbook: errors
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one service, and a cache that knows nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("PROMTOOL", raising=False)
    root = project(tmp_path / "shop", "cart")
    monkeypatch.chdir(root)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["generate", *arguments], catch_exceptions=False)


def _refused(shop: Path, said: str) -> None:
    """One line, exit 2, and nothing is written or left behind."""
    done = _run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"slogen: {said}")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in shop.iterdir()) == ["runbooks", "slos"]


def test_no_promtool(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    _refused(shop, "promtool is not installed: install Prometheus 2.42 or newer")


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        pytest.param(None, 0, "PROMTOOL={tool} is not a program: install", id="not there"),
        pytest.param("#!/bin/sh\n", 0o644, "PROMTOOL={tool} is not a program: install", id="not executable"),
        pytest.param("\x7fELF", 0o755, "{tool} cannot be started (Exec format error): install", id="of another machine"),
        pytest.param("#!/bin/sh\necho promtool, version 2.30.3\n", 0o755, "{tool} is version 2.30, too old", id="too old"),
        pytest.param("#!/bin/sh\necho hello\n", 0o755, "{tool} is not promtool (it does not tell its version)", id="something else"),
        pytest.param("#!/bin/sh\nkill -9 $$\n", 0o755, "{tool} is not promtool", id="dies at once"),
        pytest.param(
            "#!/bin/sh\n[ $1 = --version ] && echo promtool, version 3.1.0\n",
            0o755,
            "{tool} failed (exit code 1) and said nothing",
            id="dies when it is to check",
        ),
        pytest.param(
            "#!/bin/sh\necho promtool, version 3.1.0\n", 0o755, "{tool} looked at 0 of 1 files in", id="does not look at the files"
        ),
    ],
)
def test_no_usable_promtool(text: str | None, mode: int, said: str, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "tools/promtool"
    if text is not None:
        program(tool, text, mode=mode)
    monkeypatch.setenv("PROMTOOL", str(tool))
    _refused(shop, said.format(tool=tool))


def test_the_first_one_on_the_path_is_taken_unless_another_is_named(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del shop
    _, on_path = promtool_that_records(tmp_path / "first")
    other, named = promtool_that_records(tmp_path / "other")
    monkeypatch.setenv("PATH", f"{tmp_path / 'first'}{os.pathsep}{os.environ['PATH']}")
    assert _run().exit_code == 0
    assert (checked(on_path), checked(named)) == (["cart.yaml"], [])
    monkeypatch.setenv("PROMTOOL", str(other))
    (tmp_path / "shop/generated/manifest.json").unlink()
    assert _run().exit_code == 0
    assert (checked(on_path), checked(named)) == ([], ["cart.yaml"])


def test_another_promtool_looks_at_everything_again(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del shop
    tool, calls = promtool_that_records(tmp_path / "tools")
    monkeypatch.setenv("PROMTOOL", str(tool))
    assert _run().exit_code == 0
    assert checked(calls) == ["cart.yaml"]
    promtool_that_records(tmp_path / "tools", version="2.43.1")
    assert _run().exit_code == 0
    assert checked(calls) == ["cart.yaml"]


def test_what_the_real_one_refuses_is_shown_in_the_spec(shop: Path) -> None:
    """The function is newer than Prometheus 2.42; newer ones ask for a feature flag."""
    assert _run().exit_code == 0
    before = tree(shop / "generated")
    write(shop, {"slos/shop/index.yaml": ALERTS})
    done = _run()
    assert (done.exit_code, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("slos/shop/index.yaml:11:11: error: promtool refuses the alert IndexWillLag made from this: ")
    assert lines[0].endswith(" [promtool]")
    assert "double_exponential_smoothing" in lines[0]
    assert lines[1:3] == ["   11 |   - name: IndexWillLag", "      |           ^^^^^^^^^^^^"]
    assert lines[3].startswith(
        "      = nothing was written; the expression is: double_exponential_smoothing(index_lag_seconds[1h], 0.1, 0.1) > 5"
    )
    assert lines[-2:] == ["1 error in 1 file", "generated/ is unchanged"]
    assert tree(shop / "generated") == before
    # What was refused is not remembered as accepted.
    assert _run().exit_code == 1


def test_a_refusal_that_names_no_rule_is_shown_at_the_spec(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = 'for file in $(sed -n "s/^  - \'\\(.*\\)\'$/\\1/p" "$config"); do echo "$file: 3:5: group name is odd"; done; exit 1'
    tool, _ = promtool_that_records(tmp_path / "tools", verdict=verdict)
    monkeypatch.setenv("PROMTOOL", str(tool))
    done = _run()
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "slos/shop/cart.yaml:1:1: error: promtool refuses prometheus/rules/shop/cart.yaml: group name is odd [promtool]\n"
    )
    assert not (shop / "generated").exists()


def test_a_lint_error_is_a_refusal(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = 'echo "2 duplicate rule(s) found."; echo "lint error: Metric: a"; echo "Label(s):"; echo "  b: c"; exit 3'
    tool, _ = promtool_that_records(tmp_path / "tools", verdict=verdict)
    monkeypatch.setenv("PROMTOOL", str(tool))
    done = _run()
    assert done.exit_code == 1
    assert "lint error: Metric: a" in done.stderr
    assert done.stderr.startswith("slos/shop/cart.yaml:1:1: error: ")
    assert not (shop / "generated").exists()


@pytest.mark.parametrize("name", ["it's mine", "a [b] c", "100 % *", "back\\slash", "ümläut 検索"])
def test_every_folder_name_is_passed_on_rightly(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real promtool finds the files by patterns, in which some characters mean something else."""
    monkeypatch.chdir(project(tmp_path / name, "cart"))
    done = _run()
    assert done.exit_code == 0, done.stderr
    write(tmp_path / name, {"slos/shop/index.yaml": ALERTS})
    done = _run()
    assert done.exit_code == 1
    assert done.stderr.startswith("slos/shop/index.yaml:11:11: error: promtool refuses the alert IndexWillLag")
