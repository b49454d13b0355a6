"""Selectors as values: a metric and its matchers, with one printer."""

from dataclasses import dataclass, replace
from typing import NamedTuple


class Matcher(NamedTuple):
    """`name op "value"`; `op` is one of = != =~ !~, `value` the text itself, unescaped."""

    name: str
    op: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}{self.op}{quote(self.value)}"


@dataclass(frozen=True, slots=True)
class Selector:
    """An instant-vector selector without offset; `str()` is PromQL."""

    metric: str
    matchers: tuple[Matcher, ...] = ()

    def __str__(self) -> str:
        inside = ",".join(map(str, self.matchers))
        return f"{self.metric}{{{inside}}}" if inside or not self.metric else self.metric

    def suffixed(self, suffix: str) -> "Selector":
        """The same series of another metric of the family: `_bucket`, `_count`."""
        return replace(self, metric=self.metric + suffix)

    def where(self, *matchers: Matcher) -> "Selector":
        """The selector narrowed by more matchers."""
        return replace(self, matchers=self.matchers + matchers)

    def value_of(self, label: str) -> str | None:
        """The value that an equality matcher demands of a label, if there is one."""
        return next((m.value for m in self.matchers if m.name == label and m.op == "="), None)


def quote(text: str) -> str:
    """A PromQL string literal. Control characters are escaped, the rest stays readable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{escaped}"'
