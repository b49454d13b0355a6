"""Matchers: exact ones, and regular expressions made of words that mean nothing but themselves."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from slogen.routing.values import Matcher

ANYTHING = ".+"
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


def equal(label: str, value: str) -> Matcher:
    """The label has this value."""
    return Matcher(label, "=", value)


def present(label: str) -> Matcher:
    """The label is there, whatever its value."""
    return Matcher(label, "=~", ANYTHING)


def among(label: str, values: Sequence[str]) -> Matcher:
    """The label has one of the values."""
    return equal(label, values[0]) if len(values) == 1 else Matcher(label, "=~", _words(values))


def none_of(label: str, values: Sequence[str]) -> Matcher:
    """The label has another value, or is not there."""
    return Matcher(label, "!=", values[0]) if len(values) == 1 else Matcher(label, "!~", _words(values))


def fits(matchers: Sequence[Matcher], labels: Mapping[str, str]) -> bool:
    """Whether an alert fits all matchers; a label that it does not have counts as empty, as in Alertmanager."""
    return all(_fits(matcher, labels.get(matcher.label, "")) for matcher in matchers)


def _fits(matcher: Matcher, value: str) -> bool:
    match matcher.operator:
        case "=":
            return value == matcher.value
        case "!=":
            return value != matcher.value
        case "=~":
            return _compiled(matcher.value).fullmatch(value) is not None
        case _:
            return _compiled(matcher.value).fullmatch(value) is None


def _words(values: Sequence[str]) -> str:
    return "|".join(_SPECIAL.sub(lambda match: "\\" + match[0], value) for value in values)


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
