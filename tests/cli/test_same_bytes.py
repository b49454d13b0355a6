"""The five systems: compiled without an error, into the same bytes everywhere, also by two runs at once; `generated/` is fresh."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.project_files import outputs, project, tree
from tests.cli.command import PYTHONPATH, slogen_in

ROOT = Path(__file__).parents[2]
SYSTEMS = ("erp-berhan", "firecracker-paas", "omnihub", "runbook-revenant", "talon")


def _copy(folder: Path) -> Path:
    for name in ("slos", "runbooks"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a fresh run without a cache makes of the specs, judged by the real promtool."""
    root = _copy(tmp_path_factory.mktemp("fresh") / "root")
    done = slogen_in(root, "generate", XDG_CACHE_HOME=str(root.parent / "cache"), PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    assert ": error: " not in done.stderr
    return tree(root / "generated")


def test_every_system_is_there(compiled: dict[str, bytes]) -> None:
    assert {path.split("/")[2] for path in compiled if path.startswith("prometheus/")} == set(SYSTEMS)
    assert {path.parent.name for path in (ROOT / "slos").glob("*/system.yaml")} == set(SYSTEMS)


def test_what_is_in_the_repository_is_fresh(compiled: dict[str, bytes]) -> None:
    assert tree(ROOT / "generated") == compiled


@pytest.mark.parametrize(("seed", "working_folder"), [("0", "slos/omnihub"), ("424242", "runbooks"), ("random", ".")])
def test_hash_seed_and_folders_do_not_matter(seed: str, working_folder: str, compiled: dict[str, bytes], tmp_path: Path) -> None:
    root = _copy(tmp_path / f"another {seed}")
    done = slogen_in(
        root / working_folder, "generate", PYTHONHASHSEED=seed, XDG_CACHE_HOME=str(tmp_path / "cache"), TZ="Asia/Tokyo", LC_ALL="C"
    )
    assert done.returncode == 0, done.stderr
    assert tree(root / "generated") == compiled


def test_compiling_system_by_system_comes_to_the_same(compiled: dict[str, bytes], tmp_path: Path) -> None:
    root = _copy(tmp_path / "root")
    for system in reversed(SYSTEMS):
        assert slogen_in(root, "generate", f"slos/{system}").returncode == 0
    of_specs = tree(root / "generated")
    del of_specs["manifest.json"]
    assert {path for path in compiled if path.startswith("prometheus/")} <= of_specs.keys()
    assert {path: compiled[path] for path in of_specs} == of_specs
    # What is made of all specs together needs a run over all.
    assert slogen_in(root, "generate").returncode == 0
    assert tree(root / "generated") == compiled


def test_no_output_names_the_machine_or_the_tools(compiled: dict[str, bytes]) -> None:
    text = b"\n".join(compiled.values()).decode()
    for word in (str(ROOT), "promtool", f"Python {sys.version.split()[0]}"):
        assert word not in text


def test_two_runs_at_once_both_succeed(tmp_path: Path) -> None:
    root = project(tmp_path / "shop", *(f"service-{number}" for number in range(8)))
    environment = {**os.environ, "PYTHONPATH": PYTHONPATH, "XDG_CACHE_HOME": str(tmp_path / "cache"), "NO_COLOR": "1"}
    runs = [
        subprocess.Popen([sys.executable, "-m", "slogen", "generate"], cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = sorted(run.communicate(timeout=120)[1] for run in runs)
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert [line.partition(":")[0] for line in said] == ["generated/ is up to date", "generated/ is up to date", "generated/ written"]
    assert len(tree(root / "generated")) == 1 + 8 * len(outputs("service-0"))
    assert sorted(path.name for path in root.iterdir()) == ["generated", "runbooks", "slos"]
