"""What silences a finding, for which lines it holds, and what is wrong with it."""

import pytest

from slogen.diagnostics import Diagnostic, Severity, Span
from slogen.diagnostics.codes import Code
from slogen.lint.generated import carried_over, made_from
from slogen.lint.rule_file import read_rule_file
from slogen.lint.scope import WHOLE_FILE, scopes, smallest
from slogen.lint.suppression import Suppression, has_directives, in_annotations, in_comments, in_markdown, suppress, unused_suppression
from slogen.source.text import SourceText
from slogen.source.tree import read_tree

KNOWN = {"missing-runbook": "missing-runbook", "SL101": "missing-runbook", "missing-owner": "missing-owner", "SL107": "missing-owner"}
RULES = """\
# head
groups:
  - name: first
    rules:
      # about A
      - alert: A
        expr: up == 0   # behind A
        # inside A
        labels:
          # deep in A
          severity: page

      # about B

      - alert: B
        expr: |-
          up == 0   # in the expression of B

  # about the second group
  - name: second
    rules:
      - alert: C
        expr: up == 0
# foot
"""
A, B, C = range(6, 12), range(15, 18), range(22, 24)


def _comments(text: str, path: str = "rules.yaml") -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    return in_comments(read_tree(path, text.encode())[0], KNOWN)


@pytest.mark.parametrize(
    ("at", "first", "last"),
    [
        pytest.param("# about A", A[0], A[-1], id="above a rule"),
        pytest.param("# behind A", A[0], A[-1], id="at the end of a line"),
        pytest.param("# inside A", A[0], A[-1], id="on a line of its own within a rule"),
        pytest.param("# deep in A", A[0], A[-1], id="deeper within a rule"),
        pytest.param("# about B", B[0], B[-1], id="above a rule, with an empty line between"),
        pytest.param("# in the expression of B", B[0], B[-1], id="in PromQL"),
        pytest.param("# about the second group", 20, 23, id="above a group"),
        pytest.param("# head", 2, 23, id="above everything"),
    ],
)
def test_a_comment_holds_for_the_rule_that_it_stands_at(at: str, first: int, last: int) -> None:
    [one], findings = _comments(RULES.replace(at, "# slogen: ignore missing-runbook -- because"))
    assert findings == ()
    assert (one.name, one.reason, one.scope.first, one.scope.last) == ("missing-runbook", "because", first, last)


@pytest.mark.parametrize("at", ["# head", "# inside A", "# foot"])
def test_a_comment_for_the_file_holds_for_all_of_it_wherever_it_stands(at: str) -> None:
    [one], _ = _comments(RULES.replace(at, "# slogen: ignore-file missing-runbook -- because"))
    assert one.scope == WHOLE_FILE


def test_one_comment_may_name_several_checks_by_name_or_code() -> None:
    found, findings = _comments(RULES.replace("# about A", "#slogen:ignore missing-runbook, SL107 -- nobody -- really"))
    assert findings == ()
    assert [(one.name, one.reason) for one in found] == [("missing-runbook", "nobody -- really"), ("missing-owner", "nobody -- really")]
    assert [str(one.span) for one in found] == ["rules.yaml:5:22", "rules.yaml:5:39"]


@pytest.mark.parametrize(
    ("comment", "place", "message", "hint"),
    [
        pytest.param("ignore missing-runbook", "5:9", "nothing says why missing-runbook", "-- why", id="no reason"),
        pytest.param("ignore missing-runbook --", "5:9", "nothing says why missing-runbook", "-- why", id="an empty reason"),
        pytest.param("ignore", "5:9", "no check is named", "ignore missing-runbook --", id="nothing named"),
        pytest.param(
            "ignore missing-runbok -- x", "5:24", "there is no check missing-runbok", "did you mean missing-runbook?", id="a typo"
        ),
        pytest.param("ignore all -- x", "5:24", "there is no check all", "--list", id="everything at once"),
        pytest.param("disable missing-runbook -- x", "5:9", "slogen has no comment `disable`", "write ignore", id="another verb"),
        pytest.param(
            "ignore missing-runbook: it is known",
            "5:9",
            "in a comment the reason stands behind two hyphens",
            "# slogen: ignore missing-runbook -- it is known",
            id="a colon before the reason",
        ),
    ],
)
def test_a_comment_that_silences_nothing_properly_is_an_error(comment: str, place: str, message: str, hint: str) -> None:
    found, [finding] = _comments(RULES.replace("# about A", f"# slogen: {comment}"))
    assert found == ()
    assert (str(finding.span), finding.severity) == (f"rules.yaml:{place}", Severity.ERROR)
    assert finding.message.startswith(message)
    assert hint in finding.hint


@pytest.mark.parametrize("written", ["ignore missing-runbook -- x", "ignore-file SL101 -- x"])
def test_a_comment_without_its_colon_is_an_error(written: str) -> None:
    found, [finding] = _comments(RULES.replace("# about A", f"# slogen {written}"))
    assert found == ()
    assert (str(finding.span), finding.hint) == ("rules.yaml:5:9", f"write: # slogen: {written}")
    assert has_directives(f"# slogen {written}".encode())


def test_prose_about_slogen_is_no_comment_of_ours() -> None:
    assert _comments(RULES.replace("# about A", "# slogen ignores this, and slogen ignore comments too")) == ((), ())


def test_words_that_only_look_alike_are_no_comment_of_ours() -> None:
    assert _comments(RULES.replace("# about A", "# see https://slogen: ignore this")) == ((), ())


def _annotated(value: str) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    text = f"groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up == 0\n    annotations:\n      slogen_ignore: {value}\n"
    subject = read_rule_file("rules.yaml", text.encode()).subject
    assert subject is not None
    return in_annotations(subject, KNOWN)


def test_an_annotation_holds_for_its_rule() -> None:
    found, findings = _annotated('"missing-runbook: made by a chart; its README says why; SL107: nobody"')
    assert findings == ()
    assert [(one.name, one.reason) for one in found] == [
        ("missing-runbook", "made by a chart; its README says why"),
        ("missing-owner", "nobody"),
    ]
    assert {(one.scope.first, one.scope.last) for one in found} == {(4, 7)}


@pytest.mark.parametrize(
    ("value", "place", "message"),
    [
        pytest.param('"missing-runbook"', "7:22", "slogen_ignore must name a check and say why", id="no reason"),
        pytest.param('"missing-runbook: "', "7:22", "slogen_ignore must name a check and say why", id="an empty reason"),
        pytest.param('"missing-runbok: x"', "7:23", "there is no check missing-runbok", id="a typo"),
    ],
)
def test_an_annotation_that_silences_nothing_properly_is_an_error(value: str, place: str, message: str) -> None:
    found, [finding] = _annotated(value)
    assert found == ()
    assert str(finding.span) == f"rules.yaml:{place}"
    assert finding.message.startswith(message)


def test_in_a_runbook_a_comment_holds_for_the_next_line() -> None:
    text = "# Disk full\n\n<!-- slogen: ignore missing-owner -- a drill -->\n\n[dead](x.md)\n\n<!-- slogen: ignore missing-owner -->\n"
    [one], [finding] = in_markdown(SourceText.of("a.md", text), KNOWN)
    assert (one.name, one.reason, one.scope.first, one.scope.last, str(one.span)) == ("missing-owner", "a drill", 3, 5, "a.md:3:21")
    assert (finding.span.line, finding.message) == (7, "nothing says why missing-owner is to be ignored")


def _finding(line: int, number: str = "SL101", path: str = "rules.yaml") -> Diagnostic:
    return Diagnostic(Span(path, line), Code("missing-runbook", "", number), "no runbook")


def test_what_is_silenced_is_not_told_and_what_silences_nothing_is() -> None:
    text = RULES.replace("# about A", "# slogen: ignore missing-runbook -- x").replace("# about B", "# slogen: ignore SL107 -- y")
    found, _ = _comments(text)
    result = suppress([_finding(A[0]), _finding(A[-1]), _finding(B[0]), _finding(A[0], path="other.yaml")], found)
    assert [(one.span.path, one.span.line) for one in result.kept] == [("rules.yaml", B[0]), ("other.yaml", A[0])]
    assert [one.name for one in result.unused] == ["missing-owner"]
    told = unused_suppression(result.unused[0])
    assert (str(told.span), told.severity, told.message) == (
        "rules.yaml:13:24",
        Severity.WARNING,
        "nothing to ignore here: missing-owner finds nothing",
    )


def test_what_prometheus_refuses_cannot_be_silenced() -> None:
    found, _ = _comments(RULES.replace("# about A", "# slogen: ignore missing-runbook -- x"))
    assert suppress([_finding(A[0], number="")], found).kept == (_finding(A[0], number=""),)


def test_what_a_spec_silences_is_silenced_in_the_rules_made_from_it() -> None:
    spec = """\
kind: Service
slos:
  # slogen: ignore missing-runbook -- of the SLO
  - name: availability
    alerts: {}
alerts:
  - name: SwitchOn   # slogen: ignore missing-runbook -- of the alert
"""
    made = """\
# Made by slogen from slos/shop/web.yaml; edit that file, not this one.
groups:
  - name: a
    rules:
      - record: x:y
        expr: up
        labels: {slo_id: shop/web/availability}
      - alert: Burns
        expr: up == 0
        labels: {slo: availability}
      - alert: Burns
        expr: up == 0
        labels: {slo: latency}
      - alert: SwitchOn
        expr: up == 0
"""
    assert made_from(made.encode()) == "slos/shop/web.yaml"
    subject = read_rule_file("generated/web.yaml", made.encode()).subject
    assert subject is not None
    carried = list(carried_over(subject, _comments(spec, "slos/shop/web.yaml")[0]))
    assert [(one.path, one.scope.first, one.scope.last, one.reason) for one in carried] == [
        ("generated/web.yaml", 5, 7, "of the SLO"),
        ("generated/web.yaml", 8, 10, "of the SLO"),
        ("generated/web.yaml", 14, 15, "of the alert"),
    ]
    assert {one.span.path for one in carried} == {"slos/shop/web.yaml"}


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        pytest.param(9, A[0], A[-1], id="a rule"),
        pytest.param(4, 3, 17, id="between the rules of a group"),
        pytest.param(2, 2, 23, id="a top-level key"),
        pytest.param(1, WHOLE_FILE.first, WHOLE_FILE.last, id="outside of all"),
    ],
)
def test_the_smallest_item_around_a_line(line: int, first: int, last: int) -> None:
    found = smallest(scopes(read_tree("rules.yaml", RULES.encode())[0]), line)
    assert (found.first, found.last) == (first, last)
