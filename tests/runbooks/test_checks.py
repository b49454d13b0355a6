"""The checks on runbooks: their manuals' examples, and a table of what each one finds and leaves alone."""

from typing import Any

import pytest

from slogen.diagnostics import Severity
from slogen.lint.check import Check
from slogen.lint.checks import (
    runbook_age,
    runbook_alerts,
    runbook_front_matter,
    runbook_link,
    runbook_orphan,
    runbook_query,
    runbook_section,
    runbook_unwritten,
)
from slogen.lint.manual import Example, manual
from slogen.lint.registry import CHECKS
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import RunbookFile, Settings
from tests.runbooks.pages import FRONT, found, page, places

EXAMPLES = [
    pytest.param(check, example, id=f"{check.name}, {example.title}, {number}")
    for check in CHECKS
    for number, example in enumerate(manual(check).examples, start=1)
    if check.subject is RunbookSubject
]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_an_example_is_found_if_and_only_if_it_is_bad(check: Check[Any], example: Example) -> None:
    assert bool(found(check, page(example.text))) is example.bad


def test_every_check_on_runbooks_is_registered() -> None:
    mine = {check.name for check in CHECKS if check.subject is RunbookSubject}
    assert len(mine) == 8
    assert len(EXAMPLES) >= 14


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(FRONT, [], id="complete"),
        pytest.param('---\nowner: web\nlast_reviewed: "2026-11-21"\ntags: [a]\ndraft: no\n---\n', [], id="quoted, today, and foreign keys"),
        pytest.param("\ufeff---\r\nowner: web\r\nlast_reviewed: 2026-11-01\r\n---\r\n", [], id="Windows"),
        pytest.param(
            "# Errors\n", [(1, 1, 8, "the runbook has no front matter: who owns it, and when was it last reviewed?")], id="no front matter"
        ),
        pytest.param("---\nowner: web\n# Errors\n", [(1, 1, 3, "the front matter is never closed")], id="unclosed"),
        pytest.param("---\nlast_reviewed: 2026-11-01\n---\n", [(1, 1, 3, "the front matter lacks `owner`")], id="no owner"),
        pytest.param(
            "---\nteam: web\nlast_reviewed: 2026-11-01\n---\n", [(2, 1, 4, "the front matter lacks `owner`")], id="owner under another name"
        ),
        pytest.param(
            "---\nowner:\nlast_reviewed: 2026-11-01\n---\n",
            [(2, 1, 5, "`owner` must be the name of a team, and there is nothing")],
            id="no name",
        ),
        pytest.param(
            "---\nowner: web\nlast_reviwed: 2026-11-01\n---\n", [(3, 1, 12, "the front matter lacks `last_reviewed`")], id="misspelt"
        ),
        pytest.param(
            "---\nowner: web\nlast_reviewed: 2026-02-30\n---\n",
            [(3, 16, 10, "`last_reviewed` must be a day of the calendar as yyyy-mm-dd, got 2026-02-30")],
            id="no such day",
        ),
        pytest.param(
            "---\nowner: web\nlast_reviewed: 1.11.2026\n---\n",
            [(3, 16, 9, "`last_reviewed` must be a day of the calendar as yyyy-mm-dd, got 1.11.2026")],
            id="another notation",
        ),
        pytest.param(
            "---\nowner: web\nlast_reviewed: 2026-11-22\n---\n",
            [(3, 16, 10, "`last_reviewed` is 2026-11-22, and today is 2026-11-21")],
            id="tomorrow",
        ),
        pytest.param(
            "---\nowner: web\nlast_reviewed: 2026-11-01\nalerts: none\n---\n",
            [(4, 9, 4, "`alerts` must be a list of alert names, or `none -- ` and a reason, got none")],
            id="no reason",
        ),
        pytest.param("---\nowner: web\nlast_reviewed: 2026-11-01\nalerts: none -- a drill\n---\n", [], id="a reason"),
        pytest.param(
            "---\nowner: web\nowner: sre\nlast_reviewed: 2026-11-01\n---\n",
            [(3, 1, 5, "the key `owner` was already given on line 2")],
            id="twice",
        ),
        pytest.param(
            "---\n- owner\n---\n",
            [(1, 1, 3, "the front matter lacks `owner`"), (1, 1, 3, "the front matter lacks `last_reviewed`")],
            id="a list",
        ),
    ],
)
def test_front_matter(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert places(found(runbook_front_matter.CHECK, page(text))) == expected


def test_front_matter_that_is_no_yaml_is_told_once_and_where() -> None:
    [finding] = found(runbook_front_matter.CHECK, page("---\nowner: [web\nlast_reviewed: 2026-11-01\n---\n# Errors\n"))
    assert (finding.code.name, finding.severity, finding.span.line) == ("runbook-front-matter", Severity.ERROR, 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-05-25", []),
        ("2026-05-24", [(3, 16, 10, "the last review was 181 days ago; a review holds for 180")]),
        ("tomorrow", []),
    ],
)
def test_a_review_holds_for_as_long_as_the_system_says(written: str, expected: list[tuple[int, int, int, str]]) -> None:
    subject = page(f"---\nowner: web\nlast_reviewed: {written}\n---\n# Errors\n")
    assert places(found(runbook_age.CHECK, subject)) == expected


PUBLISHED = Settings(
    runbook_prefixes=("https://runbooks.example.com/shop/",),
    runbooks={"https://runbooks.example.com/shop/database": RunbookFile("runbooks/shop/database.md", frozenset({"restart"}))},
)
TARGETS = {
    "runbooks/shop/database.md": frozenset({"restart"}),
    "slos/shop": None,
    "runbooks/shop/graph one.png": None,
    "README.md": frozenset[str](),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "[a](database.md) [b](./database.md#restart) [c](../../slos/shop/) ![d](<graph one.png>) [e](/README.md)", [], id="alive"
        ),
        pytest.param("[a](graph%20one.png 'A graph') [b](#diagnosis)\n\n## Diagnosis", [], id="escapes, titles, own headings"),
        pytest.param("[a](https://other.example.com/x) [b](mailto:a@example.com) [c](//x.y) [d]({{ site.url }}/x)", [], id="elsewhere"),
        pytest.param(
            "`[a](gone.md)` <!-- [b](gone.md) -->\n```sh\n[c](gone.md)\n```\n- ```sh\n  [d](gone.md)\n  ```\n", [], id="code and comments"
        ),
        pytest.param("see [a](databse.md)", [(1, 9, 10, "there is no runbooks/shop/databse.md")], id="misspelt"),
        pytest.param("see [a](database.md#reboot)", [(1, 21, 6, "runbooks/shop/database.md has no heading #reboot")], id="no such heading"),
        pytest.param("[a](#here)\n\n# There", [(1, 6, 4, "runbooks/shop/errors.md has no heading #here")], id="no such heading here"),
        pytest.param("[a]()", [(1, 5, 1, "the link has no target")], id="empty"),
        pytest.param("[a](../../../x.md)", [(1, 5, 13, "../../../x.md leads out of the project")], id="out of the project"),
        pytest.param("[db]: gone.md 'title'", [(1, 7, 7, "there is no runbooks/shop/gone.md")], id="a definition"),
        pytest.param('<a href="gone.md">a</a>', [(1, 10, 7, "there is no runbooks/shop/gone.md")], id="HTML"),
        pytest.param("[a](https://runbooks.example.com/shop/database#restart)", [], id="published"),
        pytest.param(
            "[a](https://runbooks.example.com/shop/databases)",
            [(1, 5, 43, "no runbook is published at https://runbooks.example.com/shop/databases")],
            id="published nowhere",
        ),
        pytest.param(
            "[a](https://runbooks.example.com/shop/database#stop)",
            [(1, 48, 4, "runbooks/shop/database.md has no heading #stop")],
            id="published without that heading",
        ),
    ],
)
def test_links(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert places(found(runbook_link.CHECK, page(text, targets=TARGETS), PUBLISHED)) == expected


def test_a_dead_link_is_told_what_was_meant() -> None:
    [finding] = found(runbook_link.CHECK, page("[a](databse.md)", targets=TARGETS), PUBLISHED)
    assert finding.hint == "did you mean database.md?"
    [finding] = found(runbook_link.CHECK, page("[a](database.md#restrat)", targets=TARGETS), PUBLISHED)
    assert finding.hint == "did you mean #restart?"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(page(FRONT + "# Errors", linked_by=("A",)), [], id="linked"),
        pytest.param(page(FRONT + "# Errors", linked_by=None), [], id="nobody knows"),
        pytest.param(page(FRONT + "\n# Errors", linked_by=()), [(6, 1, 8, "no alert links this runbook")], id="not linked"),
        pytest.param(page(FRONT[:-4] + "alerts: none -- a drill\n---\n# Errors"), [], id="kept for a reason"),
        pytest.param(page("# Hello", path="runbooks/README.md", system=""), [], id="the page of the folder"),
        pytest.param(
            page("# Errors", path="runbooks/shpo/errors.md", system=""),
            [(1, 1, 8, "no alert can link this page: it lies in no system's folder")],
            id="in no system's folder",
        ),
    ],
)
def test_orphans(subject: RunbookSubject, expected: list[tuple[int, int, int, str]]) -> None:
    assert places(found(runbook_orphan.CHECK, subject)) == expected


@pytest.mark.parametrize(
    ("alerts", "linked_by", "expected"),
    [
        pytest.param("[B, A]", ("A", "B"), [], id="all, in any order"),
        pytest.param("[A]", None, [], id="nobody knows"),
        pytest.param("[A, C]", ("A",), [(4, 13, 1, "no alert C links this runbook")], id="one that does not"),
        pytest.param("[A]", ("A", "B", "C"), [(4, 1, 6, "B and C link this runbook too")], id="not all"),
        pytest.param("[]", ("A",), [(4, 1, 6, "A links this runbook too")], id="none of them"),
        pytest.param(
            "none -- a drill", ("A",), [(4, 9, 15, "the runbook says that no alert links it, and A does")], id="a reason that is no more"
        ),
    ],
)
def test_the_list_of_alerts(alerts: str, linked_by: tuple[str, ...] | None, expected: list[tuple[int, int, int, str]]) -> None:
    subject = page(FRONT[:-4] + f"alerts: {alerts}\n---\n# Errors\n", linked_by=linked_by)
    assert places(found(runbook_alerts.CHECK, subject)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A\n\n## B\n\ntext\n\n## C\n\n```sh\nls\n```\n", [], id="written"),
        pytest.param("# A\n\n## B\n\n## C\n\ntext\n", [(3, 1, 4, "the section B is empty")], id="an empty section"),
        pytest.param("# A\n\ntext\n\nB\n---\n", [(5, 1, 1, "the section B is empty")], id="an empty underlined section"),
        pytest.param("# A\n\n> To write: how?\n", [(3, 3, 14, "this has yet to be written")], id="a question"),
        pytest.param("# A\n\n- To write: how?\n", [(3, 3, 14, "this has yet to be written")], id="a question in a list"),
        pytest.param("# A\n\n`To write: x` and what to write: see below\n\n```\nTo write: y\n```\n", [], id="no question"),
    ],
)
def test_what_is_not_written(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert places(found(runbook_unwritten.CHECK, page(text))) == expected


@pytest.mark.parametrize(
    ("linked_by", "expected"),
    [
        pytest.param((), [(1, 1, 3, "the runbook lacks the sections `Diagnosis` and `Escalation`")], id="not linked"),
        pytest.param(("A",), [], id="linked: the compiler tells"),
        pytest.param(None, [], id="nobody knows"),
    ],
)
def test_sections(linked_by: tuple[str, ...] | None, expected: list[tuple[int, int, int, str]]) -> None:
    subject = page("# A\n\n## impact\n", required=("Impact", "Diagnosis", "Escalation"), linked_by=linked_by)
    assert places(found(runbook_section.CHECK, subject)) == expected


def _promql(*lines: str) -> str:
    return "# A\n\n```promql\n" + "\n".join(lines) + "\n```\n"


ID = '{slo_id="shop/web/availability"}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(_promql("up", "sum by (pod) (up)", "  / 2", "", "# why", "up == 0"), [], id="several, and over several lines"),
        pytest.param(_promql("sum(up{job=<job>})", "", 'rate(x{pod="$pod"}[5m]', "", "up{…}"), [], id="to be filled in"),
        pytest.param("# A\n\n```sh\nfoo (\n```\n\n```\nfoo (\n```\n", [], id="no PromQL"),
        pytest.param("1. x\n   ```promql\n   up\n   ```\n\n> a\n", [], id="in a list"),
        pytest.param(_promql("up", "rate(x[5m]"), [(5, 5, 1, "this `(` is never closed")], id="a bracket"),
        pytest.param("1. x\n   ```promql\n   up = 1\n   ```\n", [(3, 7, 1, "outside of braces = means nothing")], id="in a list, wrong"),
        pytest.param("```promql\nup =", [(2, 4, 1, "outside of braces = means nothing")], id="never closed"),
        pytest.param(f"see `slo:burn_rate:ratio_rate1h{ID}`", [], id="recorded"),
        pytest.param('`slo:burn_rate:ratio_rate1h{slo_id="<slo>"}` `slo:burn_rate:ratio_rate1h`', [], id="any SLO"),
        pytest.param(
            _promql(f"slo:sli_error:ratio_rate30m{ID} > 0"),
            [(4, 1, 27, "slo:sli_error:ratio_rate30m is not recorded for shop/web/availability")],
            id="another window",
        ),
        pytest.param(
            '`slo:burn_rate:ratio_rate1h{environment="prod",slo_id="shop/web/latency"}`',
            [(1, 56, 16, "there is no SLO shop/web/latency")],
            id="no such SLO",
        ),
    ],
)
def test_queries(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert places(found(runbook_query.CHECK, page(text))) == expected
