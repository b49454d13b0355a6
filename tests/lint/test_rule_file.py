"""Rule files of every shape are read, with the place of every value; what Prometheus would refuse is told where it stands."""

import pytest

from slogen.diagnostics import Span
from slogen.lint.rule_file import RuleFile, looks_like_rules, read_rule_file
from slogen.lint.subject import FileKind, FileSubject

PLAIN = """\
groups:
  - name: disks
    interval: 30s
    labels: {team: storage, tier: "1"}
    rules:
      - record: instance:disk_used:ratio
        expr: 1 - avail / size
      - alert: DiskFull
        expr: |-
          avail{mountpoint="/data"}
            == 0
        for: 1w
        keep_firing_for: 5m
        labels:
          severity: page
          tier: 2
        annotations: {summary: "it's {{ $value }}"}
"""
MANIFEST = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: disks}
spec:
  groups:
    - name: disks
      rules:
        - alert: DiskFull
          expr: avail == 0
"""
LIST = """\
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    data: {groups: none}
  - apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    spec:
      groups: [{name: a, rules: [{alert: A, expr: up == 0}]}]
  - apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    spec:
      groups: [{name: b, rules: [{alert: B, expr: up == 0}]}]
"""


def _read(text: str) -> RuleFile:
    return read_rule_file("rules.yaml", text.encode())


def _subject(text: str) -> FileSubject:
    file = _read(text)
    assert file.findings == ()
    assert file.subject is not None
    return file.subject


def test_a_rule_has_its_values_with_their_places() -> None:
    record, alert = _subject(PLAIN).rules
    assert (record.alert, record.name.text, record.number, record.span.line, record.last_line) == (
        False,
        "instance:disk_used:ratio",
        1,
        6,
        7,
    )
    assert (alert.alert, alert.name.text, alert.number, alert.span.line, alert.last_line) == (True, "DiskFull", 2, 8, 17)
    assert alert.name.span == Span("rules.yaml", 8, 16, 8)
    assert alert.expr.text == 'avail{mountpoint="/data"}\n  == 0'
    assert alert.tree is not None
    assert alert.inside(alert.expr.text.index("=="), 2) == Span("rules.yaml", 11, 13, 2)
    assert alert.for_ is not None
    assert (alert.for_.text, str(alert.for_duration)) == ("1w", "7d")
    assert (str(alert.interval), alert.group) == ("30s", "disks")
    assert alert.annotations["summary"].text == "it's {{ $value }}"
    assert alert.annotations["summary"].inside(5, 2) == Span("rules.yaml", 17, 38, 2)


def test_a_rule_has_the_labels_of_its_group_that_it_does_not_set_itself() -> None:
    record, alert = _subject(PLAIN).rules
    assert {name: text.text for name, text in record.labels.items()} == {"team": "storage", "tier": "1"}
    assert {name: text.text for name, text in alert.labels.items()} == {"team": "storage", "tier": "2", "severity": "page"}


@pytest.mark.parametrize(
    ("text", "kind", "rules"),
    [
        pytest.param(PLAIN, FileKind.GROUPS, ["instance:disk_used:ratio", "DiskFull"], id="plain groups"),
        pytest.param("namespace: infra\n" + PLAIN, FileKind.MIMIR, ["instance:disk_used:ratio", "DiskFull"], id="a Mimir namespace"),
        pytest.param(
            "namespace: a\ngroups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n---\n"
            "namespace: b\ngroups: [{name: b, rules: [{alert: B, expr: up == 0}]}]\n",
            FileKind.MIMIR,
            ["A", "B"],
            id="two Mimir namespaces",
        ),
        pytest.param(MANIFEST, FileKind.PROMETHEUS_RULE, ["DiskFull"], id="a PrometheusRule"),
        pytest.param(
            f"kind: ConfigMap\n---\n{MANIFEST}---\n{MANIFEST}", FileKind.PROMETHEUS_RULE, ["DiskFull"] * 2, id="several manifests"
        ),
        pytest.param(LIST, FileKind.PROMETHEUS_RULE, ["A", "B"], id="a List"),
        pytest.param('{"groups": [{"name": "j", "rules": [{"alert": "J", "expr": "up == 0"}]}]}', FileKind.GROUPS, ["J"], id="JSON"),
        pytest.param("groups: []\n", FileKind.GROUPS, [], id="no groups yet"),
    ],
)
def test_every_shape_of_a_rule_file_is_read(text: str, kind: FileKind, rules: list[str]) -> None:
    subject = _subject(text)
    assert looks_like_rules(text.encode())
    assert subject.kind is kind
    assert [rule.name.text for rule in subject.rules] == rules
    assert subject.ignored == ()


def test_the_documents_that_prometheus_does_not_load_are_known() -> None:
    subject = _subject(f"{PLAIN}---\n{PLAIN}")
    assert subject.ignored == (Span("rules.yaml", 19, 1, 6),)
    assert len(subject.rules) == 4


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rule_files: [a.yaml]\nevaluation_interval: 1m\ntests: []\n", id="a test file of promtool"),
        pytest.param("groups:\n  - admins\n  - users\n", id="groups of somebody else"),
        pytest.param("groups: {admins: [ada]}\n", id="groups as a mapping"),
        pytest.param("apiVersion: example.com/v1\nkind: Team\ngroups: [{name: a, rules: []}]\n", id="another kind of manifest"),
        pytest.param("", id="an empty file"),
    ],
)
def test_what_holds_no_rules_is_nothing_to_lint(text: str) -> None:
    assert _read(text).subject is None


def test_words_that_yaml_leaves_open_are_texts_to_prometheus() -> None:
    [rule] = _subject("groups: [{name: on, rules: [{alert: A, expr: 1, labels: {paging: yes, sev: 012, x: ~}}]}]\n").rules
    assert (rule.expr.text, rule.group) == ("1", "on")
    assert {name: text.text for name, text in rule.labels.items()} == {"paging": "yes", "sev": "012", "x": ""}


def test_anchors_and_merges_are_followed() -> None:
    text = """\
groups:
  - name: a
    rules:
      - &down
        alert: Down
        expr: up == 0
        labels: &labels {severity: page}
      - <<: *down
        alert: Down2
        labels: {<<: *labels, team: x}
"""
    first, second = _subject(text).rules
    assert (first.expr.text, second.expr.text) == ("up == 0", "up == 0")
    assert {name: label.text for name, label in second.labels.items()} == {"team": "x", "severity": "page"}
    assert second.labels["severity"].span.line == 7


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param(PLAIN.replace("expr: 1 - avail", "expr: 1 -- ) avail"), "7:20", "closes nothing", id="no PromQL"),
        pytest.param(PLAIN.replace("for: 1w", "for: 1 week"), "12:14", "`for: 1 week` is no duration", id="no duration"),
        pytest.param(PLAIN.replace("for: 1w", "four: 1w"), "12:9", "a rule has no key `four`", id="a misspelt key"),
        pytest.param(PLAIN.replace("interval:", "intervall:"), "3:5", "a group has no key `intervall`", id="a misspelt key of a group"),
        pytest.param(PLAIN.replace("        expr: 1 - avail / size\n", ""), "6:17", "has no expression", id="no expression"),
        pytest.param(PLAIN.replace("alert: DiskFull", "record: a\n        alert: DiskFull"), "8:9", "both alert and record", id="both"),
        pytest.param(PLAIN.replace("- alert: DiskFull\n        ", "- "), "8:9", "neither alert nor record", id="neither"),
        pytest.param(PLAIN.replace("1 - avail / size", "1\n        for: 5m"), "8:9", "cannot have `for`", id="a record with for"),
        pytest.param(PLAIN.replace("name: disks", "limit: 1"), "2:5", "the group has no name", id="a group without a name"),
        pytest.param(PLAIN + "  - {name: disks, rules: []}\n", "18:12", "the group disks was already given on line 2", id="a group twice"),
        pytest.param(PLAIN.replace("tier: 2", "tier: [2]"), "16:18", "`labels.tier` is a text, not a list", id="a label that is a list"),
        pytest.param(PLAIN.replace("tier: 2", "severity: info"), "16:11", "already given on line 15", id="a label twice"),
        pytest.param("groups: [{name: a, rules: {alert: A}}]\n", "1:28", "`rules` is a list, not a mapping", id="rules as a mapping"),
        pytest.param(PLAIN.replace("name: disks", "name: 'disks"), "2:11", "is not closed on this line", id="no YAML"),
    ],
)
def test_what_prometheus_refuses_is_told_where_it_stands(text: str, place: str, message: str) -> None:
    findings = [finding for finding in _read(text).findings if message in finding.message]
    assert [str(finding.span).removeprefix("rules.yaml:") for finding in findings] == [place]


def test_one_mistake_does_not_hide_the_other_rules() -> None:
    file = _read(PLAIN.replace("expr: 1 - avail / size", "expr: ["))
    assert file.subject is None or [rule.name.text for rule in file.subject.rules] == ["DiskFull"]
    assert file.findings


def test_a_template_of_helm_is_told_from_bad_yaml() -> None:
    file = _read("groups:\n{{- range .Values.groups }}\n  - name: {{ .name }}\n{{- end }}\n")
    [finding] = file.findings
    assert (finding.severity, finding.span.line) == ("warning", 2)
    assert "helm template" in finding.hint


def test_a_file_that_slogen_made_is_known_as_such() -> None:
    header = "# Made by slogen from slos/shop/web.yaml; edit that file, not this one.\n"
    assert all(rule.generated for rule in _subject(header + PLAIN).rules)
    assert not any(rule.generated for rule in _subject("# Made by slogans\n" + PLAIN).rules)
