"""Series that a selector matches, and series that it just does not."""

import re
from collections.abc import Iterable, Mapping, Sequence

from slogen.promql.analyse import selector
from slogen.promql.selector import Matcher, Selector, quote

_PLAIN_VALUES = ("", "other", "200", "0", "ok", "error", "500", "a", "b")


def parsed(text: str) -> Selector:
    """A selector that the reader has accepted; a metric that only a matcher of `__name__` names is its metric."""
    found, problems = selector(text)
    assert found is not None, problems
    if found.metric:
        return found
    own = [matcher for matcher in found.matchers if matcher.name == "__name__"]
    rest = tuple(matcher for matcher in found.matchers if matcher.name != "__name__")
    return Selector(value_for(own) or "", rest)


def named(metric: str, labels: Mapping[str, str]) -> str:
    """A series as promtool wants it; labels sorted."""
    inside = ",".join(f"{name}={quote(value)}" for name, value in sorted(labels.items()) if value)
    return f"{metric}{{{inside}}}"


def labels_for(wanted: Selector, given: Mapping[str, str], *more: Selector) -> dict[str, str] | None:
    """Labels that all the selectors match, `given` among them; None if none are found. The metric's name is left out."""
    if not wanted.metric:
        return None
    matchers = [m for each in (wanted, *more) for m in each.matchers]
    labels = dict(given)
    for name in dict.fromkeys(m.name for m in matchers):
        own = [m for m in matchers if m.name == name]
        value = given[name] if name in given else value_for(own)
        if value is None or not all(matches(m, value) for m in own):
            return None
        labels[name] = value
    return {name: value for name, value in labels.items() if value}


def labels_beside(wanted: Selector, given: Mapping[str, str], unwanted: Selector) -> dict[str, str] | None:
    """Labels that `wanted` matches and `unwanted` does not; None if none are found."""
    labels = labels_for(wanted, given)
    if labels is None:
        return None
    for matcher in unwanted.matchers:
        if matcher in wanted.matchers or matcher.name in given:
            continue
        value = value_for([m for m in wanted.matchers if m.name == matcher.name], against=matcher)
        if value is not None:
            return {name: text for name, text in {**labels, matcher.name: value}.items() if text}
    return None


def breaking(matchers: Iterable[Matcher], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """The labels once for every matcher, each time with a value that this matcher refuses."""
    found: list[dict[str, str]] = []
    for matcher in dict.fromkeys(matchers):
        value = value_for((), against=matcher)
        if value is not None:
            found.append({name: text for name, text in {**labels, matcher.name: value}.items() if text})
    return found


def value_for(matchers: Sequence[Matcher], *, against: Matcher | None = None, avoid: str | None = None) -> str | None:
    """A value of a label that all matchers accept, that `against` refuses, and that is not `avoid`."""
    candidates: list[str] = []
    for m in (*matchers, *((against,) if against else ())):
        sample = m.value if m.op in ("=", "!=") else sample_of(m.value)
        if sample is not None:
            candidates.append(sample)
    # Something that is there is a better series than something that lacks the label.
    rest = (*_PLAIN_VALUES[1:], "") if against is None or against.op in ("=", "=~") else _PLAIN_VALUES
    for value in (*candidates, *rest):
        fits = all(matches(m, value) for m in matchers)
        if fits and value != avoid and (against is None or not matches(against, value)):
            return value
    return None


def matches(matcher: Matcher, value: str) -> bool:
    """Whether Prometheus would accept the value: regular expressions are anchored."""
    if matcher.op in ("=", "!="):
        return (matcher.value == value) == (matcher.op == "=")
    try:
        found = re.fullmatch(f"(?s:{matcher.value})", value) is not None
    except re.error:
        return False
    return found == (matcher.op == "=~")


_TOKEN = re.compile(r"\\.|\[[^\]]*\]|\(\?:|\(|\)|\||.|\n", re.DOTALL)
_REPEAT = re.compile(r"[*+?]|\{(\d+)(?:,\d*)?\}")


def sample_of(pattern: str) -> str | None:
    """A short text that a simple regular expression matches: literals, `.`, classes, groups, alternatives, repetitions."""
    text, end = _alternatives(pattern, 0)
    try:
        return text if end == len(pattern) and re.fullmatch(f"(?s:{pattern})", text) else None
    except re.error:
        return None


def _alternatives(pattern: str, at: int) -> tuple[str, int]:
    """The first alternative from `at` up to a closing bracket or the end."""
    first, at = _sequence(pattern, at)
    while at < len(pattern) and pattern[at] == "|":
        other, at = _sequence(pattern, at + 1)
        first = first or other
    return first, at


def _sequence(pattern: str, at: int) -> tuple[str, int]:
    text = ""
    while at < len(pattern) and pattern[at] not in "|)":
        match = _TOKEN.match(pattern, at)
        assert match is not None
        token, at = match.group(), match.end()
        if token.startswith("("):
            piece, at = _alternatives(pattern, at)
            at += 1
        else:
            piece = _one(token)
        repeat = _REPEAT.match(pattern, at)
        times = 1
        if repeat is not None:
            at = repeat.end() + (pattern[repeat.end() : repeat.end() + 1] == "?")
            times = int(repeat.group(1)) if repeat.group(1) else int(repeat.group() == "+")
        text += piece * times
    return text, at


def _one(token: str) -> str:
    """A character that one token of a pattern stands for."""
    if token == ".":
        return "0"
    if token in ("^", "$"):
        return ""
    if token.startswith("["):
        return next((c for c in "a0A-_." if re.fullmatch(token, c)), token[1])
    if token.startswith("\\"):
        return {"d": "0", "w": "a", "s": " ", "n": "\n"}.get(token[1], token[1])
    return token
