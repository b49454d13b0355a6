"""An exporter, a webhook, when these tests run, and the servers' logs shown when one fails."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.e2e.loopback import Exporter, Inbox, exporting, receiving

_LOG_CHARACTERS = 4000


@pytest.fixture
def exporter() -> Iterator[Exporter]:
    with exporting() as found:
        yield found


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with receiving() as found:
        yield found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with these tests, each on a worker of its own: they are the longest, and nearly all of their time is waiting.

    xdist hands the tests out in pieces; the first of each worker has a quarter of its fair share (at least two tests).
    """
    here = Path(__file__).parent
    mine = [item for item in items if here in item.path.parents]
    others = [item for item in items if here not in item.path.parents]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    piece = max(len(items) // workers // 4, 2)
    for number, item in enumerate(mine):
        others.insert(number % workers * piece, item)
    items[:] = others


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add the ends of the servers' logs and what the webhook got to the report of a test that failed."""
    report = yield
    arguments: dict[str, object] = getattr(item, "funcargs", {})
    folder, inbox = arguments.get("tmp_path"), arguments.get("inbox")
    if report.failed and isinstance(folder, Path):
        for log in sorted(folder.glob("*.log")):
            report.sections.append((log.name, log.read_text(encoding="utf-8", errors="replace")[-_LOG_CHARACTERS:]))
    if report.failed and isinstance(inbox, Inbox):
        received = (f"{one.at:.1f} {one.receiver} {one.status}: {[alert['labels'] for alert in one.alerts]}" for one in inbox.notifications)
        report.sections.append(("notifications", "\n".join(received)))
    return report
