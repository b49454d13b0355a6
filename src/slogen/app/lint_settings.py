"""What the Workspace says to slogen lint, as the checks understand it, and where every runbook is published."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from slogen.app.context import Context
from slogen.diagnostics import Diagnostic, codes, error
from slogen.lint.check import Check
from slogen.lint.settings import DEFAULT, RunbookFile, Settings
from slogen.model.slo import NoAlert, Response, Service
from slogen.readers.native import template

_WITH_HOST = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def settings_of(context: Context, checks: Sequence[Check[Any]], services: Sequence[Service]) -> tuple[Settings, list[Diagnostic]]:
    """The settings of a project, and what is wrong in them. `services` may publish runbooks elsewhere than their systems do."""
    workspace = context.workspace
    if workspace is None:
        return DEFAULT, []
    said = workspace.lint
    given = {
        name: value
        for name in ("retention", "runbook_hosts", "severities", "pages", "quiet", "owner_labels")
        if (value := getattr(said, name)) is not None
    }
    names = {check.name: check.name for check in checks} | {check.code.lower(): check.name for check in checks}
    findings: list[Diagnostic] = []
    for name, disabled in said.disabled.items():
        if name not in names:
            meant = get_close_matches(name, names, n=1, cutoff=0.6)
            hint = f"did you mean {names[meant[0]]}?" if meant else "slogen lint --list shows all of them"
            findings.append(error(disabled.span, codes.SUPPRESSION, f"there is no check {name}", hint))
    published = {**_of_systems(context), **dict(_of_services(context, services))}
    settings = replace(
        DEFAULT,
        **given,
        scrape_interval=workspace.settings.scrape_interval,
        evaluation_interval=workspace.evaluation_interval,
        prometheus=workspace.prometheus,
        runbooks=published,
        runbook_prefixes=tuple(sorted(set(_prefixes(context)))),
        disabled={names[name]: disabled.reason for name, disabled in said.disabled.items() if name in names},
    )
    return settings, findings


def _of_systems(context: Context) -> dict[str, RunbookFile]:
    """URL → file, as the systems publish them."""
    urls = {found.system.name: found.system.settings.runbook_url for found in context.systems.values() if found.system is not None}
    return {
        template.fill(urls[system], {"system": system, "name": name}): RunbookFile(page.path, page.anchors)
        for (system, name), page in context.runbooks.items()
        if urls.get(system)
    }


def _of_services(context: Context, services: Sequence[Service]) -> Iterator[tuple[str, RunbookFile]]:
    for service in services:
        for response in responses(service):
            page = context.runbooks.get((service.system, response.runbook.name))
            if page is not None:
                yield response.runbook.url.partition("#")[0], RunbookFile(page.path, page.anchors)


def responses(service: Service) -> Iterator[Response]:
    """What people are told by all alerts of a service."""
    for slo in service.slos:
        answers: list[Response | NoAlert | None] = [*slo.responses.values(), slo.warning, slo.breach, slo.missing]
        answers += [level.response for level in slo.budget_policy]
        yield from (answer for answer in answers if isinstance(answer, Response))
    yield from (alert.response for alert in service.alerts)


def _prefixes(context: Context) -> Iterator[str]:
    """What every URL of a runbook begins with, if that is more than the host of something else."""
    for found in context.systems.values():
        if found.system is None or not found.system.settings.runbook_url:
            continue
        url = template.fill(found.system.settings.runbook_url.replace("{system}", found.system.name), {})
        prefix = url.partition("{")[0].partition("%7B")[0]
        if _WITH_HOST.match(prefix):
            yield prefix
