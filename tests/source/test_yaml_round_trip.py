"""Whatever PyYAML writes, in whatever style, reads back as the same data, and each character is found where it stands."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slogen.source import Document, read
from slogen.source.scalar import read_plain

_RESOLVER = yaml.resolver.Resolver()
_REFUSED = "\xa0\x85\u2028\u2029\ufeff\ufffe\uffff"


def _plain_for_both(text: str) -> bool:
    """PyYAML writes `y` and `1e5` without quotes, because it reads them as text; we read or refuse them as something else."""
    text_to_pyyaml = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"  # type: ignore[no-untyped-call]
    return not text_to_pyyaml or read_plain(text) == text


_SIGNS = st.text(alphabet="ab: #-'\"\\\n\t{}[]&*!|>%@`,?é😀=<~01._", max_size=25)
_ANY = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters=_REFUSED), max_size=15)
_LINES = st.lists(st.text(alphabet="ab :#-'\t\"é", max_size=12), max_size=5).map("\n".join)
_PROSE = st.lists(st.sampled_from(["sum", "by", "(job)", "it's", "a: b", "#x", "rate(x[5m])", '"q"']), max_size=30).map(" ".join)
TEXTS = st.one_of(_SIGNS, _ANY, _LINES, _PROSE).filter(_plain_for_both)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e250, max_value=1e250).filter(lambda x: x == 0 or abs(x) > 1e-250)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([True, False, None]),
        "width": st.sampled_from([5, 20, 80, 10_000]),
        "indent": st.sampled_from([2, 3, 4, 8]),
        "allow_unicode": st.booleans(),
        "explicit_start": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
        "sort_keys": st.just(False),
    }
)


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mappings and lists of the leaves, a few levels deep."""
    return st.recursive(
        leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)), max_leaves=12
    )


def exact(data: Any) -> Any:
    """Floats as the decimals that their text stands for."""
    match data:
        case dict():
            return {key: exact(value) for key, value in data.items()}
        case list():
            return [exact(item) for item in data]
        case float():
            return Decimal(repr(data))
        case _:
            return data


def texts(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text with its path."""
    match data:
        case dict():
            for key, value in data.items():
                yield from texts(value, (*path, key))
        case list():
            for position, item in enumerate(data):
                yield from texts(item, (*path, position))
        case str():
            yield path, data
        case _:
            return


def check_places(document: Document, source: str) -> None:
    """Each character of each text stands where `inside` says, or an escape or a line break stands there for it."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for path, text in texts(document.data):
        last = (0, 0)
        for offset, character in enumerate(text):
            span = document.inside(path, offset)
            here = (span.line, span.column)
            assert here > last, (path, offset)
            last = here
            rest = lines[span.line - 1][span.column - 1 :]
            verbatim = rest.startswith(character)
            escaped = rest.startswith("\\")
            folded = character in " \n" and not rest.strip(" \t")
            assert verbatim or escaped or folded, (path, offset, character, rest)


def check(data: Any, source: str) -> None:
    # PyYAML's writer breaks some long lines at a wrong place; what it cannot read back itself tells nothing about us.
    assume(yaml.load(source, yaml.CSafeLoader) == data)
    documents, findings = read("a.yaml", source.encode("utf-8"))
    if not documents:
        assert data is None
        return
    assert findings == ()
    assert documents[0].data == exact(data)
    check_places(documents[0], source)


@given(nested(st.one_of(st.none(), st.booleans(), st.integers(), FLOATS, TEXTS)), STYLES)
@settings(max_examples=400, deadline=None)
def test_mixed_data(data: Any, style: dict[str, Any]) -> None:
    check(data, yaml.safe_dump(data, **style))


@given(nested(TEXTS), STYLES, st.sampled_from(["'", '"', "|", ">"]))
@settings(max_examples=600, deadline=None)
def test_texts_in_every_style(data: Any, style: dict[str, Any], scalar_style: str) -> None:
    check(data, yaml.safe_dump(data, default_style=scalar_style, **style))
