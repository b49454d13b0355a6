"""slogen schema: the schemas for editors, one by one or all in a folder."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from slogen.cli.main import cli
from slogen.cli.schema import KINDS as OFFERED
from slogen.readers.native.schema import KINDS, text

ROOT = Path(__file__).parents[2]


def test_every_kind_is_offered() -> None:
    assert OFFERED == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_one_schema_is_printed(kind: str) -> None:
    done = CliRunner().invoke(cli, ["schema", kind])
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == text(kind)
    jsonschema.Draft202012Validator.check_schema(json.loads(done.stdout))


@pytest.mark.parametrize(("arguments", "written"), [pytest.param([], KINDS, id="all"), pytest.param(["system"], ("system",), id="one")])
def test_schemas_are_written_into_a_folder(arguments: list[str], written: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "editor/schemas"
    done = CliRunner().invoke(cli, ["schema", *arguments, "--output", str(folder)])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [str(folder / f"{kind}.json") for kind in written]
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {f"{kind}.json": text(kind) for kind in written}


@pytest.mark.parametrize("path", sorted((ROOT / "slos").rglob("*.yaml")), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_editor_finds_the_schema_of_every_spec(path: Path) -> None:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    place = first.removeprefix("# yaml-language-server: $schema=")
    schema = path.parent / place
    assert json.loads(schema.read_text(encoding="utf-8"))["$id"] == f"urn:slogen:v1:{schema.stem}"
    assert [document["kind"].lower() for document in yaml.safe_load_all(rest)] == [schema.stem]
