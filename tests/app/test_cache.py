"""Caches save time and nothing else: damaged, lost or without a home they count as empty."""

from pathlib import Path

import pytest

from slogen.app import cache
from slogen.app.cache import CompileCache, VerifiedCache, compiler_fingerprint
from slogen.app.compile import Compiled, Output, Seconds
from slogen.app.generate import generate
from slogen.app.project import find_project
from slogen.diagnostics import Span, codes, warning
from tests.app.project_files import outputs, project, tree

SPAN = Span("slos/shop/cart.yaml", 3, 10, 4)
COMPILED = Compiled(
    "slos/shop/cart.yaml",
    (Output("prometheus/rules/shop/cart.yaml", "1" * 64, "shop/cart", SPAN),),
    (warning(SPAN, codes.BURN_RATE_CAPPED, "lowered", "never mind"),),
    slos=1,
    rules=28,
    seconds=Seconds(),
)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "deep/er/cache.json"
    first = CompileCache(path)
    assert first.get("key") is None
    first.keep("key", COMPILED)
    first.save(whole=True)
    assert CompileCache(path).get("key") == COMPILED
    assert CompileCache(path).get("another") is None


def test_a_run_over_everything_forgets_what_it_did_not_use(tmp_path: Path) -> None:
    path = tmp_path / "cache.json"
    first = CompileCache(path)
    first.keep("old", COMPILED)
    first.save(whole=True)
    part = CompileCache(path)
    part.keep("new", COMPILED)
    part.save(whole=False)
    assert CompileCache(path).get("old") == COMPILED
    whole = CompileCache(path)
    whole.keep("new", COMPILED)
    whole.save(whole=True)
    assert CompileCache(path).get("old") is None
    assert CompileCache(path).get("new") == COMPILED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"key": {"source"', id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"null", id="nothing"),
        pytest.param(b'{"key": []}', id="a list as result"),
        pytest.param(b'{"key": {"source": "x"}}', id="half a result"),
        pytest.param(
            b'{"key": {"source": "x", "outputs": [{"path": "a"}], "diagnostics": [], "slos": 1, "rules": 1}}', id="an output of long ago"
        ),
        pytest.param(
            b'{"key": {"source": "x", "outputs": [], "slos": 1, "rules": 1, "diagnostics": [[{"path": "a"}, "no-code", "", "", "error"]]}}',
            id="a code of long ago",
        ),
    ],
)
def test_a_damaged_cache_counts_as_empty(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "cache.json"
    path.write_bytes(text)
    damaged = CompileCache(path)
    assert damaged.get("key") is None
    damaged.keep("key", COMPILED)
    damaged.save(whole=True)
    assert CompileCache(path).get("key") == COMPILED
    path.write_bytes(text)
    assert VerifiedCache(path).unknown({"a.yaml": "1" * 64}) == ["a.yaml"]


def test_accepted_content_is_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "verified.json"
    VerifiedCache(path).add({"a.yaml": "1" * 64})
    assert VerifiedCache(path).unknown({"renamed.yaml": "1" * 64, "b.yaml": "2" * 64}) == ["b.yaml"]


def test_the_oldest_is_forgotten_when_there_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT_VERIFIED", 3)
    path = tmp_path / "verified.json"
    for number in range(5):
        VerifiedCache(path).add({"a.yaml": str(number)})
    assert VerifiedCache(path).unknown({str(number): str(number) for number in range(5)}) == ["0", "1"]


def test_where_caches_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.folder() == tmp_path / "xdg/slogen"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert cache.folder() == tmp_path / "home/.cache/slogen"


def test_a_user_without_a_home_has_a_cache_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert cache.folder().is_relative_to(tmp_path)
    assert "~" not in str(cache.folder())


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file/cache"))
    root = project(tmp_path / "shop", "cart")
    for _ in range(2):
        assert not generate(find_project([], "generated", root), lambda text: None).failed
    assert len(tree(root / "generated")) == 1 + len(outputs("cart"))


def test_a_run_with_damaged_caches_comes_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = project(tmp_path / "shop", "cart", "search")
    generate(find_project([], "generated", root), lambda text: None)
    right = tree(root / "generated")
    files = list((tmp_path / "cache").rglob("*.json"))
    assert len(files) == 2
    for path in files:
        path.write_bytes(path.read_bytes()[:-20])
    (root / "generated/prometheus/rules/shop/cart.yaml").write_text("edited\n")
    report = generate(find_project([], "generated", root), lambda text: None)
    assert (report.failed, report.written, report.verified) == (False, True, 2)
    assert tree(root / "generated") == right


def test_the_fingerprint_is_the_same_twice() -> None:
    assert compiler_fingerprint() == compiler_fingerprint()
    assert len(compiler_fingerprint()) == 64
