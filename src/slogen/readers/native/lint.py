"""The Workspace's `lint`: what slogen lint has to know of the installation, and what nobody here wants to hear."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from slogen.diagnostics import Span
from slogen.model.duration import Duration
from slogen.readers.native.scalar import duration
from slogen.readers.native.shape import Node


@dataclass(frozen=True, slots=True)
class Disabled:
    """Why a check is not wanted, and where that is written."""

    reason: str
    span: Span


@dataclass(frozen=True, slots=True)
class LintWords:
    """What is None was not said. `paths` are files and folders of hand-written rules, relative to the project's root."""

    paths: tuple[str, ...] = ()
    retention: Duration | None = None
    runbook_hosts: tuple[str, ...] | None = None
    severities: tuple[str, ...] | None = None
    pages: tuple[str, ...] | None = None
    quiet: tuple[str, ...] | None = None
    owner_labels: tuple[str, ...] | None = None
    disabled: Mapping[str, Disabled] = field(default_factory=dict)


NOTHING_SAID: Final = LintWords()
"""Where a Workspace has no `lint`."""


def read_lint(node: Node) -> LintWords:
    """Read the mapping; which checks exist is not known here."""
    disabled = {name: Disabled(reason.strip(), node.key_span("disable", name)) for name, reason in node.child("disable").data.items()}
    hosts = _words(node, "runbook_hosts")
    return LintWords(
        paths=_words(node, "paths") or (),
        retention=duration(node, "retention"),
        runbook_hosts=None if hosts is None else tuple(host.lower() for host in hosts),
        severities=_words(node, "severities"),
        pages=_words(node, "pages"),
        quiet=_words(node, "quiet"),
        owner_labels=_words(node, "owner_labels"),
        disabled=disabled,
    )


def _words(node: Node, key: str) -> tuple[str, ...] | None:
    found = node.data.get(key)
    return None if found is None else tuple(word.strip() for word in found if word is not None)
