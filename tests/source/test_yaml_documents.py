"""Files become documents: how many, with which data, and what is refused in well-formed YAML."""

import gc
from pathlib import Path
from typing import Any

import pytest
import yaml

from slogen.diagnostics import Diagnostic, codes
from slogen.diagnostics.codes import Code
from slogen.source import read

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.yaml"))


def underlined(source: str, finding: Diagnostic) -> str:
    """The text that the carets stand under."""
    line = source.splitlines()[finding.span.line - 1]
    return line[finding.span.column - 1 : finding.span.column - 1 + finding.span.length]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_read_like_pyyaml(sample: Path) -> None:
    documents, findings = read(sample.name, sample.read_bytes())
    assert findings == ()
    plain = list(yaml.safe_load_all(sample.read_text("utf-8")))
    assert [_floats(document.data) for document in documents] == plain
    assert [document.index for document in documents] == list(range(len(plain)))


def _floats(data: Any) -> Any:
    """PyYAML makes floats where slogen makes exact decimals."""
    match data:
        case dict():
            return {key: _floats(value) for key, value in data.items()}
        case list():
            return [_floats(item) for item in data]
        case str() | bool() | int() | None:
            return data
        case _:
            return float(data)


@pytest.mark.parametrize(
    ("source", "data", "indexes"),
    [
        pytest.param("a: 1\n", [{"a": 1}], [0], id="one"),
        pytest.param("---\na: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}], [0, 1], id="two"),
        pytest.param("---\na: 1\n---\n", [{"a": 1}], [0], id="trailing-marker"),
        pytest.param("a: 1\n---\n# later\n", [{"a": 1}], [0], id="trailing-marker-and-comment"),
        pytest.param("a: 1\n---\n---\nb: 2\n", [{"a": 1}, {"b": 2}], [0, 2], id="empty-one-between"),
        pytest.param("# head\n---\na: 1\n...\n", [{"a": 1}], [0], id="end-marker"),
        pytest.param("%YAML 1.2\n---\na: 1\n", [{"a": 1}], [0], id="directive"),
        pytest.param("--- [1, 2]\n", [[1, 2]], [0], id="a-list"),
        pytest.param("--- text\n", ["text"], [0], id="a-text"),
        pytest.param("--- ~\n", [None], [0], id="an-explicit-null"),
        pytest.param("a: {}\nb: []\nc: ''\n", [{"a": {}, "b": [], "c": ""}], [0], id="empty-values"),
        pytest.param("? a\n: b\n", [{"a": "b"}], [0], id="explicit-key"),
        pytest.param('{"a": [1, {"b": null}]}', [{"a": [1, {"b": None}]}], [0], id="json"),
    ],
)
def test_documents(source: str, data: list[Any], indexes: list[int]) -> None:
    documents, findings = read("a.yaml", source.encode())
    assert findings == ()
    assert [document.data for document in documents] == data
    assert [document.index for document in documents] == indexes
    assert {document.path for document in documents} == {"a.yaml"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="no-byte"),
        pytest.param(b"\xef\xbb\xbf", id="only-a-byte-order-mark"),
        pytest.param(b"\n \n", id="only-space"),
        pytest.param(b"# nothing\n# here\n", id="only-comments"),
        pytest.param(b"---\n# nothing\n---\n", id="only-markers"),
    ],
)
def test_empty_file(content: bytes) -> None:
    documents, (finding,) = read("a.yaml", content)
    assert documents == ()
    assert finding.code is codes.EMPTY_FILE
    assert str(finding.span) == "a.yaml:1:1"


@pytest.mark.parametrize(
    ("source", "data"),
    [
        pytest.param("a: &x {k: 1}\nb: *x\n", {"a": {"k": 1}, "b": {"k": 1}}, id="alias"),
        pytest.param("a: &x 1\nb: [*x, *x]\n", {"a": 1, "b": [1, 1]}, id="alias-of-a-scalar"),
        pytest.param("&k a: 1\nb: {*k : 2}\n", {"a": 1, "b": {"a": 2}}, id="alias-as-key"),
        pytest.param("a: &x {k: 1, l: 2}\nb: {<<: *x, l: 3}\n", {"a": {"k": 1, "l": 2}, "b": {"k": 1, "l": 3}}, id="merge"),
        pytest.param("a: &x {k: 1}\nb:\n  k: 2\n  <<: *x\n", {"a": {"k": 1}, "b": {"k": 2}}, id="merge-behind-the-key"),
        pytest.param(
            "a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc: {<<: [*x, *y]}\n",
            {"a": {"k": 1}, "b": {"k": 2, "l": 2}, "c": {"k": 1, "l": 2}},
            id="merge-of-two-the-first-wins",
        ),
        pytest.param(
            "a: &x {k: 1}\nb: &y {<<: *x, l: 2}\nc: {<<: *y}\n",
            {"a": {"k": 1}, "b": {"k": 1, "l": 2}, "c": {"k": 1, "l": 2}},
            id="merge-of-a-merge",
        ),
        pytest.param("a: {<<: {k: 1}}\n", {"a": {"k": 1}}, id="merge-of-an-inline-mapping"),
        pytest.param("a: {'<<': 1}\n", {"a": {"<<": 1}}, id="quoted-merge-sign-is-a-key"),
    ],
)
def test_aliases_and_merges(source: str, data: Any) -> None:
    documents, findings = read("a.yaml", source.encode())
    assert findings == ()
    assert documents[0].data == data


@pytest.mark.parametrize(
    ("source", "place", "text", "code", "message"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", "3:1", "a", codes.YAML_DUPLICATE_KEY, "`a` was already given on line 1", id="duplicate"),
        pytest.param("x:\n  - {a: 1, 'a': 2}\n", "2:12", "'a'", codes.YAML_DUPLICATE_KEY, "on line 2", id="duplicate-in-quotes"),
        pytest.param("1: x\n'1': z\n", "2:1", "'1'", codes.YAML_DUPLICATE_KEY, "`1` was already", id="duplicate-as-text"),
        pytest.param(
            "a: &x {k: 1}\nb:\n  <<: *x\n  <<: *x\n",
            "4:3",
            "<<",
            codes.YAML_DUPLICATE_KEY,
            "`<<` was already given on line 3",
            id="two-merges",
        ),
        pytest.param("a: {<<: 1}\n", "1:5", "<<", codes.YAML_ALIAS, "merges mappings", id="merge-of-a-number"),
        pytest.param("a: {<<: [{b: 1}, 2]}\n", "1:5", "<<", codes.YAML_ALIAS, "merges mappings", id="merge-of-a-list-with-a-number"),
        pytest.param("? [a, b]\n: 1\n", "1:3", "[a, b]", codes.YAML_KEY, "a list is used as a key", id="list-as-key"),
        pytest.param("{{a: 1}: 2}\n", "1:2", "{a: 1}", codes.YAML_KEY, "a mapping is used as a key", id="mapping-as-key"),
        pytest.param("a: {{{ x }}}\n", "1:5", "{{ x }}", codes.YAML_KEY, "a mapping is used as a key", id="template-braces"),
        pytest.param("a:\n  : 1\n", "2:3", ":", codes.YAML_KEY, "a key is missing", id="no-key"),
        pytest.param("!!int 1: x\n", "1:1", "!!int", codes.YAML_TAG, "!!int is not allowed", id="tagged-key"),
        pytest.param(
            "a: !!python/object:os.system x\n", "1:4", "!!python/object:os.system", codes.YAML_TAG, "not allowed", id="python-tag"
        ),
        pytest.param("a: !custom {b: 1}\n", "1:4", "!custom", codes.YAML_TAG, "!custom is not allowed", id="local-tag"),
        pytest.param("a: &x !!binary aGk=\n", "1:7", "!!binary", codes.YAML_TAG, "!!binary is not allowed", id="binary-behind-an-anchor"),
        pytest.param("a: !!set {b}\n", "1:4", "!!set", codes.YAML_TAG, "!!set is not allowed", id="set"),
        pytest.param("a: !<tag:x.org,2024:y> b\n", "1:4", "!<tag:x.org,2024:y>", codes.YAML_TAG, "not allowed", id="verbatim-tag"),
        pytest.param("- !!omap\n  - a: 1\n", "1:3", "!!omap", codes.YAML_TAG, "not allowed", id="tag-of-a-list"),
        pytest.param("a: *x\n", "1:4", "*x", codes.YAML_ALIAS, "*x names an anchor that is not set", id="undefined-alias"),
        pytest.param("a: &x 1\nb: &x 2\n", "2:4", "&x", codes.YAML_ALIAS, "&x is already set on line 1", id="anchor-set-twice"),
        pytest.param("\u00a0a: 1\n", "1:1", "\u00a0a", codes.YAML_KEY, "no-break space", id="no-break-space-in-a-key"),
    ],
)
def test_refused(source: str, place: str, text: str, code: Code, message: str) -> None:
    _, findings = read("a.yaml", source.encode())
    (finding,) = findings
    assert finding.code is code
    assert str(finding.span) == f"a.yaml:{place}"
    assert underlined(source, finding) == text
    assert message in finding.message


def test_of_two_equal_keys_the_first_counts() -> None:
    documents, _ = read("a.yaml", b"a: 1\na: 2\n")
    assert documents[0].data == {"a": 1}
    assert str(documents[0].span("a")) == "a.yaml:1:4"


def test_misspelt_alias_names_the_near_anchor() -> None:
    _, (finding,) = read("a.yaml", b"a: &labels {}\nb: *label\n")
    assert finding.hint.startswith("did you mean *labels?")


def test_all_findings_of_a_file_come_at_once() -> None:
    source = "a: yes\na: 1\nb: !x 2\n---\nc: 012\n? [d]\n: e\n"
    _, findings = read("a.yaml", source.encode())
    assert [(finding.span.line, finding.code.name) for finding in findings] == [
        (1, "yaml-ambiguous"),
        (2, "yaml-duplicate-key"),
        (3, "yaml-tag"),
        (5, "yaml-ambiguous"),
        (6, "yaml-key"),
    ]


@pytest.mark.parametrize(
    ("source", "place", "text"),
    [
        pytest.param("a: Ask in #incidents who did it.\n", "1:11", "#incidents who did it.", id="channel"),
        pytest.param("a:\n  - see the docs #why\n", "2:18", "#why", id="last-word"),
    ],
)
def test_text_lost_as_a_comment_is_a_warning(source: str, place: str, text: str) -> None:
    documents, (finding,) = read("a.yaml", source.encode())
    assert (finding.code, finding.severity.value) == (codes.YAML_COMMENT, "warning")
    assert str(finding.span) == f"a.yaml:{place}"
    assert underlined(source, finding) == text
    assert len(documents) == 1


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("a: 99.9 # percent, exact\n", id="space-behind-the-sign"),
        pytest.param("a: 28d #days\n", id="one-word-before-it"),
        pytest.param("a: 'Ask in #incidents'\n", id="quoted"),
        pytest.param("a: |\n  Ask in #incidents\n", id="block"),
        pytest.param("#a: Ask in #incidents\nb: 1\n", id="comment-in-a-comment"),
        pytest.param("a: two words ### rule\n", id="ruler"),
        pytest.param("a: high-error-rate#slow\n", id="anchor-of-a-page"),
    ],
)
def test_comments_that_are_meant(source: str) -> None:
    assert read("a.yaml", source.encode())[1] == ()


@pytest.mark.parametrize("collecting", [True, False])
def test_the_cycle_collector_is_left_as_it_was(collecting: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        read("a.yaml", b"a: b: c\n")
        assert gc.isenabled() is collecting
    finally:
        (gc.enable if before else gc.disable)()
