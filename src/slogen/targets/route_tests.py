"""Which receivers every sort of alert must reach, as a file that `slogen test` has amtool confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slogen.targets.yaml_text import compact


@dataclass(frozen=True, slots=True)
class RouteTest:
    """Labels of an alert, and the receivers that it reaches, in Alertmanager's order."""

    labels: Mapping[str, str]
    receivers: tuple[str, ...]


def text(tests: Sequence[RouteTest]) -> str:
    """The whole file: a list, one entry for each test."""
    lines = [
        "# Made by slogen. Labels of an alert, as far as routes read them, and the receivers that it must reach; each is confirmed with",
        "# amtool config routes test --config.file=alertmanager.yml --verify.receivers=<receivers> <labels>",
    ]
    for test in tests:
        lines.append("- labels:")
        lines += [f"    {compact(name)}: {compact(value)}" for name, value in test.labels.items()]
        lines.append("  receivers:")
        lines += [f"    - {compact(receiver)}" for receiver in test.receivers]
    return "\n".join(lines) + "\n"
