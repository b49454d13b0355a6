"""The output folder: its manifest, what differs, and how a run puts right what a killed one left behind."""

import json
import os
from pathlib import Path

import pytest

from slogen.app import tree
from slogen.app.tree import Difference, Made
from tests.app.project_files import tree as content
from tests.app.project_files import write

ONE, OTHER = "1" * 64, "2" * 64


def test_a_manifest_is_sorted_and_read_back(tmp_path: Path) -> None:
    files = {"b/z.yaml": Made(ONE, "slos/z.yaml"), "a/ümläut.yaml": Made(OTHER, "slos/ümläut.yaml")}
    text = tree.manifest_text(files)
    assert text == tree.manifest_text(dict(reversed(files.items())))
    assert list(json.loads(text)["files"]) == sorted(files)
    assert "ümläut" in text.decode()
    (tmp_path / "manifest.json").write_bytes(text)
    assert tree.read_manifest(tmp_path) == files


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param('{"files": 5}', id="a number"),
        pytest.param('{"files": {"a": {"sha256": "x"}}}', id="without a source"),
        pytest.param('{"files": {"a": []}}', id="a list of files"),
        pytest.param("\udcff", id="no UTF-8"),
    ],
)
def test_a_damaged_manifest_counts_as_empty(text: str | None, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert tree.read_manifest(tmp_path) == {}


def test_the_four_kinds_of_difference(tmp_path: Path) -> None:
    made = {name: Made(ONE, "slos/a.yaml") for name in ("same", "stale", "orphaned", "gone")}
    (tmp_path / "manifest.json").write_bytes(tree.manifest_text(made))
    found = tree.difference(
        tmp_path,
        wanted={"same": ONE, "stale": OTHER, "new": ONE, "manifest.json": ONE},
        on_disk={"same": ONE, "stale": ONE, "orphaned": ONE, "theirs": ONE, "manifest.json": OTHER},
    )
    assert found == Difference(stale=("manifest.json", "stale"), missing=("new",), orphaned=("orphaned",), foreign=("theirs",))
    assert found.any


def test_files_of_others_are_no_difference(tmp_path: Path) -> None:
    found = tree.difference(tmp_path, wanted={"same": ONE}, on_disk={"same": ONE, "theirs": ONE})
    assert found == Difference((), (), (), ("theirs",))
    assert not found.any


def test_files_below_a_folder(tmp_path: Path) -> None:
    write(tmp_path, {"a": "", "b/c/d": ""})
    (tmp_path / "empty").mkdir()
    (tmp_path / "b/link").symlink_to("c", target_is_directory=True)
    (tmp_path / "broken").symlink_to("nowhere")
    assert tree.files_below(tmp_path) == {"a", "b/c/d", "b/link", "broken"}
    assert tree.files_below(tmp_path / "nowhere") == set()


def test_carrying_over_keeps_links_and_makes_folders(tmp_path: Path) -> None:
    write(tmp_path, {"old/a/b": "text", "old/c": "not asked for"})
    (tmp_path / "old/link").symlink_to("a/b")
    (tmp_path / "new").mkdir()
    tree.carry_over(tmp_path / "old", tmp_path / "new", {"a/b", "link"})
    assert (tmp_path / "new/a/b").read_text() == "text"
    assert (tmp_path / "new/link").readlink() == Path("a/b")
    assert tree.files_below(tmp_path / "new") == {"a/b", "link"}
    assert tree.files_below(tmp_path / "old") == {"a/b", "c", "link"}


def test_carrying_over_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path, {"old/a": "text"})
    (tmp_path / "new").mkdir()
    tree.carry_over(tmp_path / "old", tmp_path / "new", {"a"})
    assert (tmp_path / "new/a").read_text() == "text"


@pytest.mark.parametrize("atomic", [pytest.param(True, id="exchange"), pytest.param(False, id="two renames")])
def test_replacing(atomic: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not atomic:
        monkeypatch.setattr(tree, "_exchange", lambda one, other: False)
    output = tmp_path / "generated"
    for text in ("first", "second"):
        with tree.locked(output), tree.staging(output, beside=True) as staged:
            write(staged, {"a/b": text})
            tree.replace(output, staged)
        assert content(output) == {"a/b": text.encode()}
        assert os.listdir(tmp_path) == ["generated"]


@pytest.mark.parametrize("beside", [True, False])
def test_staging_is_gone_also_after_an_error(beside: bool, tmp_path: Path) -> None:
    def fail() -> None:
        with tree.staging(tmp_path / "generated", beside=beside) as staged:
            write(staged, {"a/b": "text"})
            (staged / "a").chmod(0o500)
            assert (staged.parent == tmp_path) is beside
            raise KeyError(str(staged))

    with pytest.raises(KeyError) as raised:
        fail()
    assert not Path(raised.value.args[0]).exists()
    assert os.listdir(tmp_path) == []


def test_staging_has_the_mode_of_the_output(tmp_path: Path) -> None:
    with tree.staging(tmp_path / "generated", beside=True) as staged:
        assert staged.stat().st_mode & 0o777 == 0o755
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated").chmod(0o750)
    with tree.staging(tmp_path / "generated", beside=True) as staged:
        assert staged.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(
    ("left", "found"),
    [
        pytest.param({".generated.new-x1/a": "half"}, {}, id="killed while it wrote for the first time"),
        pytest.param({".generated.new-x1/a": "half", "generated/a": "old"}, {"a": b"old"}, id="killed while it wrote"),
        pytest.param({".generated.old/a": "old", ".generated.new-x1/a": "new"}, {"a": b"old"}, id="killed between two renames"),
        pytest.param({".generated.old/a": "old", "generated/a": "new"}, {"a": b"new"}, id="killed before the old one was deleted"),
        pytest.param({"generated/a": "old", ".others.new-x1/a": "theirs"}, {"a": b"old"}, id="leftovers of another output"),
    ],
)
def test_what_a_killed_run_left_behind(left: dict[str, str], found: dict[str, bytes], tmp_path: Path) -> None:
    write(tmp_path, left)
    with tree.locked(tmp_path / "generated"):
        assert (content(tmp_path / "generated") if found else {}) == found
        assert {path.name for path in tmp_path.iterdir()} <= {"generated", ".others.new-x1"}
    assert (tmp_path / ".others.new-x1").exists() is (".others.new-x1/a" in left)


def test_the_lock_makes_the_folders_above_the_output(tmp_path: Path) -> None:
    with tree.locked(tmp_path / "a/b/generated"):
        assert (tmp_path / "a/b").is_dir()
        assert not (tmp_path / "a/b/generated").exists()
