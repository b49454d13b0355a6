"""The package that users install holds everything that the sources hold."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from a copy: the build writes beside its sources."""
    pytest.importorskip("setuptools", minversion="77")
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(folder)], check=True, stdin=subprocess.DEVNULL)
    [built] = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_no_source_or_data_file_is_left_out(wheel: zipfile.ZipFile) -> None:
    sources = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src" / "slogen").rglob("*") if path.is_file()}
    installed = {name for name in wheel.namelist() if not name.partition("/")[0].endswith(".dist-info")}
    assert installed == {name for name in sources if "__pycache__" not in name}


def test_the_license_and_the_command_are_in_it(wheel: zipfile.ZipFile) -> None:
    names = {name.partition("/")[2]: name for name in wheel.namelist() if name.partition("/")[0].endswith(".dist-info")}
    assert "Apache License" in wheel.read(names["licenses/LICENSE"]).decode()
    assert "slogen = slogen.cli.main:main" in wheel.read(names["entry_points.txt"]).decode()
