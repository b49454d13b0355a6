"""What checks need to know of the installation: from the Workspace's `lint`, or sensible without one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from slogen.conventions import alerting
from slogen.model.duration import ONE_MINUTE, Duration

_SCRAPE_INTERVAL = Duration.parse("15s")


@dataclass(frozen=True, slots=True)
class RunbookFile:
    """A runbook that exists: its path as the user would name it, and what may stand behind `#` in a link to it."""

    path: str
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Settings:
    """`retention`: how long Prometheus keeps samples, None if nobody said.

    `runbook_hosts`: hosts that a runbook_url may lead to, empty for any. `runbooks`: URL without anchor → the file it shows;
    `runbook_prefixes`: a URL that begins so and is not among `runbooks` leads nowhere. `severities`: values that the label `severity`
    may have; `pages`: those that wake somebody; `quiet`: those that tell nobody. `owner_labels`: one of them names who answers.
    `disabled`: a check's name → why nobody here wants it.
    """

    scrape_interval: Duration = _SCRAPE_INTERVAL
    evaluation_interval: Duration = ONE_MINUTE
    retention: Duration | None = None
    prometheus: tuple[int, int] = (2, 42)
    runbook_hosts: tuple[str, ...] = ()
    runbook_prefixes: tuple[str, ...] = ()
    runbooks: Mapping[str, RunbookFile] = field(default_factory=dict)
    severities: tuple[str, ...] = alerting.SEVERITIES
    pages: tuple[str, ...] = alerting.PAGES
    quiet: tuple[str, ...] = alerting.QUIET
    owner_labels: tuple[str, ...] = alerting.OWNER_LABELS
    disabled: Mapping[str, str] = field(default_factory=dict)


DEFAULT: Final = Settings()
"""Where there is no Workspace."""
