"""Ours inside a team's own Alertmanager configuration: nothing of theirs changes, nothing of ours is lost, and it can be done again."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from slogen.source import read
from slogen.targets.alertmanager_merge import Merged, merge, without_ours
from slogen.targets.alertmanager_share import Share, share, together
from tests.e2e.servers import program
from tests.notify.alerts import GENERATED
from tests.notify.rendering import AMTOOL

OURS = """\
global: {smtp_smarthost: 'mail.example.com:587', smtp_from: slogen@example.com, smtp_require_tls: true}
templates: ['templates/*.tmpl']
route:
  receiver: nobody
  group_by: [alertname, system]
  group_wait: 45s
  routes:
    - matchers: ['system="shop"', 'severity=~"page|ticket|info"']
      repeat_interval: 1d
      routes:
        - {matchers: ['severity="page"'], receiver: shop/oncall, group_by: [slo_id, environment], continue: true}
        - {receiver: shop/mail, active_time_intervals: [shop/office], continue: true}
        - {receiver: everyone}
receivers:
  - {name: nobody, slack_configs: [{channel: '#none', api_url_file: /secrets/slack}]}
  - {name: everyone, slack_configs: [{channel: '#all', api_url_file: /secrets/slack}]}
  - {name: shop/oncall, pagerduty_configs: [{routing_key_file: /secrets/pagerduty, description: '{{ template "slogen.title" . }}'}]}
  - {name: shop/mail, email_configs: [{to: shop@example.com}]}
inhibit_rules:
  - {source_matchers: ['severity="page"', 'slo_id=~".+"'], target_matchers: ['severity="ticket"', 'slo_id=~".+"'], equal: [slo_id]}
time_intervals:
  - {name: shop/office, time_intervals: [{weekdays: ['monday:friday']}]}
"""


def share_of(text: str = OURS) -> Share:
    documents, findings = read("ours.yml", text.encode())
    assert findings == ()
    return share(documents[0].data, "templates/slogen.tmpl")


def _merge(text: str) -> Merged:
    return merge("base.yml", text.encode(), share_of())


BLOCK = """\
# The platform team's Alertmanager.

global:
  resolve_timeout: 5m

route:
  receiver: team   # whoever is there
  routes:
    # Databases first.
    - matchers: [team="db"]
      receiver: team

receivers:
- name: team
  webhook_configs:
    - url: http://127.0.0.1:9/   # the relay

inhibit_rules:
  - {source_matchers: [a="b"], target_matchers: [a="c"], equal: [d]}

# the end
"""
BASES = {
    "block style with comments": BLOCK,
    "lists that do not exist yet": "route:\n  receiver: a\nreceivers:\n  - name: a\n",
    "lists that are empty": (
        "route: {receiver: a, routes: []}\nreceivers: [{name: a}]\ninhibit_rules: []\ntime_intervals: [ ]\ntemplates: []\n"
    ),
    "keys without a value": "route:\n  receiver: a\n  routes:\nreceivers:\n  - name: a\ninhibit_rules: # none yet\ntemplates:\n",
    "JSON on one line": '{"route": {"receiver": "a", "routes": [{"receiver": "a", "match": {"x": "y"}}]}, "receivers": [{"name": "a"}]}',
    "JSON on many lines": '{\n  "receivers": [\n    {"name": "a"}\n  ],\n  "route": {\n    "receiver": "a"\n  }\n}\n',
    "without the last line break": "route:\n  receiver: a\nreceivers:\n  - name: a",
    "the last key has no value and no line break": "route:\n  receiver: a\nreceivers:\n  - name: a\ninhibit_rules:",
    "Windows line ends and a byte-order mark": "\ufeffroute:\r\n  receiver: a\r\nreceivers:\r\n- name: a\r\n",
    "document marks": "---\nroute: {receiver: a}\nreceivers:\n  - name: a\n...\n",
    "everything indented": "  route:\n    receiver: a\n  receivers:\n    - name: a\n",
    "an anchor that is used elsewhere": (
        "receivers:\n  - name: a\n    webhook_configs: &hooks\n      - url: http://127.0.0.1:9/\n"
        "  - name: b\n    webhook_configs: *hooks\nroute:\n  receiver: a\n"
    ),
    "an anchor on the list itself": "route:\n  receiver: a\n  routes: &all\n    - receiver: a\nreceivers: &r\n\n  - name: a\n",
    "an anchor on a line of its own": "route:\n  receiver: a\n  routes:\n    &all\n    - receiver: a\nreceivers:\n  - name: a\n",
    "an end of line of another age": "route:\n  receiver: a\nreceivers:\n  - name: a\n\r",
    "other words for true": "route:\n  receiver: a\n  routes:\n    - {receiver: a, continue: yes}\nreceivers:\n  - name: a\n",
    "our template is there already": "templates: [templates/slogen.tmpl]\nroute:\n  receiver: a\nreceivers:\n  - name: a\n",
}


@pytest.mark.parametrize("case", BASES)
def test_merged(case: str, tmp_path: Path) -> None:
    base = BASES[case]
    merged = _merged(base)
    assert _check_config(tmp_path, merged) == ""
    ours, theirs = yaml.safe_load(OURS), yaml.safe_load(base.lstrip("\ufeff"))
    both = yaml.safe_load(merged.lstrip("\ufeff"))
    assert both["route"]["receiver"] == theirs["route"]["receiver"]
    first, *others = both["route"]["routes"]
    assert others == (theirs["route"].get("routes") or [])
    # What a route of ours had from our root is its own now; theirs may say something else.
    assert first == {
        **ours["route"]["routes"][0],
        "group_by": ["alertname", "system"],
        "group_wait": "45s",
        "group_interval": "5m",
        "repeat_interval": "1d",
    }
    names = [receiver["name"] for receiver in both["receivers"]]
    assert names == ["everyone", "shop/oncall", "shop/mail", *(receiver["name"] for receiver in theirs["receivers"])]
    mail = next(receiver for receiver in both["receivers"] if receiver["name"] == "shop/mail")
    assert mail["email_configs"][0]["smarthost"] == "mail.example.com:587"
    assert both["templates"] == ["templates/slogen.tmpl"]
    assert both["inhibit_rules"] == [*ours["inhibit_rules"], *(theirs.get("inhibit_rules") or [])]
    assert both["time_intervals"] == ours["time_intervals"]
    assert both.get("global") == theirs.get("global")


def test_comments_stay_with_their_items() -> None:
    lines = [line.strip() for line in _merged(BLOCK).splitlines()]
    assert lines[lines.index("# Databases first.") + 1] == '- matchers: [team="db"]'
    assert lines[0] == "# The platform team's Alertmanager."


def test_an_edit_of_ours_replaces_what_was_merged_before() -> None:
    before = _merged(BLOCK)
    changed = share_of(OURS.replace("shop/office", "shop/night"))
    again = merge("base.yml", before.encode(), changed).text
    assert again is not None
    assert "shop/office" not in again
    assert again == merge("base.yml", BLOCK.encode(), changed).text


def test_the_five_systems_are_told_as_without_a_merge(tmp_path: Path) -> None:
    """In somebody's configuration, with other waiting times and a route that would take everything."""
    generated, *_ = read("generated", (GENERATED / "alertmanager/alertmanager.yml").read_bytes())
    base = BLOCK.replace('matchers: [team="db"]', 'matchers: [severity=~".*"]').encode()
    merged = merge("base.yml", base, share(generated[0].data, "templates/slogen.tmpl")).text
    assert merged is not None
    (tmp_path / "merged.yml").write_text(merged, encoding="utf-8")
    tests = yaml.safe_load((GENERATED / "alertmanager/tests/routes.yaml").read_text(encoding="utf-8"))
    # A call costs a tenth of a second.
    for test in tests[:: len(tests) // 12]:
        assert _route(tmp_path / "merged.yml", test["labels"]) == test["receivers"]
    assert _route(tmp_path / "merged.yml", {"alertname": "Theirs", "severity": "page", "service": "api-gateway"}) == ["team"]


CONFIGURATIONS = st.builds(
    lambda parts, end, line_break: line_break.join([*parts, *([""] if end else [])]),
    st.tuples(
        st.sampled_from(["route:\n  receiver: a", "route:\n  # r\n  routes:\n  - receiver: a\n  receiver: a", "route: {receiver: a}"]),
        st.sampled_from(
            [
                "receivers:\n- name: a",
                "receivers: # all\n\n    # one\n    -   name: a\n",
                "receivers: [{name: a},]",
                "receivers: [\n{name: a}]",
            ]
        ),
        st.sampled_from(
            ["# nothing", "inhibit_rules:", "inhibit_rules: []", "inhibit_rules:   # x\n  - {source_matchers: [a=b], equal: [c]}"]
        ),
        st.sampled_from(
            ["", "time_intervals:\n\n", "time_intervals: [ # t\n ]", "templates: ['x.tmpl']", "global:\n  resolve_timeout: 5m"]
        ),
    ).flatmap(st.permutations),
    st.booleans(),
    st.just("\n"),
)


@settings(max_examples=50)
@given(CONFIGURATIONS, st.sampled_from(["\n", "\r\n"]))
def test_whatever_the_style_nothing_of_theirs_changes(text: str, line_break: str) -> None:
    base = text.replace("\n", line_break)
    merged = _merged(base)
    assert ("\r" in merged.replace("\r\n", "")) is False
    ours = yaml.safe_load(_merged("route: {receiver: a}\nreceivers: [{name: a}]\n"))
    both, theirs = yaml.safe_load(merged), yaml.safe_load(base)
    for key in ("receivers", "inhibit_rules", "time_intervals", "templates"):
        own = [item for item in ours[key] if item != {"name": "a"}]
        assert both[key] == own + (theirs.get(key) or [])


@pytest.mark.parametrize(
    ("base", "line", "column", "words"),
    [
        pytest.param("receivers:\n  - name: a\n", 1, 1, "there is no route", id="no route"),
        pytest.param("- route\n", 1, 3, "is a mapping with route and receivers", id="a list"),
        pytest.param("# nothing\n", 1, 1, "an Alertmanager configuration is a mapping", id="nothing"),
        pytest.param("route: [a\n", 1, 8, "", id="no YAML"),
        pytest.param("route: {receiver: a}\n---\nroute: {receiver: b}\n", 3, 1, "never reads", id="two documents"),
        pytest.param("route: {receiver: a}\nreceivers:\n  - name: shop/oncall\n", 3, 11, "receiver shop/oncall is slogen's", id="receiver"),
        pytest.param(
            "route: {receiver: a}\nreceivers: [{name: a}]\ntime_intervals: [{name: shop/office}]\n",
            3,
            25,
            "time interval shop/office",
            id="interval",
        ),
        pytest.param(
            "route: {receiver: a}\nreceivers: [{name: a}]\nmute_time_intervals: [{name: shop/office}]\n",
            3,
            30,
            "time interval shop/office",
            id="an interval under its old name",
        ),
        pytest.param("route: {receiver: a}\nreceivers: [{name: a}]\ninhibit_rules: ~\n", 3, 1, "`inhibit_rules` is null", id="null"),
        pytest.param("route: {receiver: a}\nreceivers: a\n", 2, 1, "neither a list nor", id="a word"),
        pytest.param(
            "templates: &t [a]\nroute: {receiver: a, routes: *t}\nreceivers: [{name: a}]\n", 2, 22, "`routes` is an alias", id="an alias"
        ),
        pytest.param(
            "route: {receiver: a}\nreceivers: &r [{name: a}]\ninhibit_rules: *r\n",
            3,
            1,
            "`inhibit_rules` is an alias",
            id="an aliased list",
        ),
        pytest.param(
            "x: &r\n  routes: []\nroute: {receiver: a, <<: *r}\nreceivers: [{name: a}]\n",
            2,
            3,
            "`routes` comes in through <<",
            id="a merge",
        ),
        pytest.param(
            "route: {receiver: a}\nreceivers:\n  - name: |\n      a",
            2,
            1,
            "`receivers` cannot be added to",
            id="a text that ends with the file",
        ),
        pytest.param(
            "route: {receiver: a}\nreceivers: [{name: a}]\n# slogen: begin. Something\n", 3, 1, "without its other half", id="half a mark"
        ),
    ],
)
def test_what_cannot_be_merged_is_said_where_it_stands(base: str, line: int, column: int, words: str) -> None:
    merged = _merge(base)
    assert merged.text is None
    found = merged.findings[0]
    assert words in found.message
    assert found.hint
    assert (found.span.path, found.span.line, found.span.column) == ("base.yml", line, column)


def test_places_are_those_of_the_file_with_an_earlier_merge_in_it() -> None:
    text = _merged(BLOCK) + "mute_time_intervals:\n  - name: shop/office\n"
    found = _merge(text).findings[0]
    assert text.splitlines()[found.span.line - 1][found.span.column - 1 :] == "shop/office"


def test_a_name_that_is_no_text_clashes_with_none_of_ours() -> None:
    assert _merge("route:\n  receiver: a\nreceivers:\n  - name: a\nmute_time_intervals:\n  - name: [a]\n").findings == ()


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_half_a_mark_behind_an_earlier_merge_is_found_in_its_line(line_break: str) -> None:
    text = _merged(BLOCK).replace("# Databases first.", "# slogen: end").replace("\n", line_break)
    found = _merge(text).findings[0]
    assert "without its other half" in found.message
    assert text.splitlines()[found.span.line - 1].strip() == "# slogen: end"
    assert text.splitlines()[found.span.line - 3].strip().startswith("- receiver: everyone")


def test_a_login_is_not_lent_to_another_mail_server_silently() -> None:
    base = "global: {smtp_smarthost: 'theirs:25', smtp_auth_username: me}\nroute: {receiver: a}\nreceivers: [{name: a}]\n"
    merged = _merge(base)
    assert merged.text is not None
    assert ["mail.example.com:587" in one.message and one.span.line == 1 for one in merged.findings] == [True]
    assert _merge(base.replace("theirs:25", "mail.example.com:587")).findings == ()


def test_two_systems_share_what_both_need() -> None:
    one, other = share_of(), share_of(OURS.replace("shop", "bank"))
    both = together([one, other])
    assert [receiver["name"] for receiver in both.receivers] == ["everyone", "shop/oncall", "shop/mail", "bank/oncall", "bank/mail"]
    assert len(both.routes) == 2
    assert both.inhibit_rules == one.inhibit_rules


def _merged(base: str) -> str:
    """The merged text, after what must hold of every merge."""
    result = _merge(base)
    assert result.text is not None, result.findings
    assert result.findings == ()
    assert without_ours(result.text) == base
    again = merge("base.yml", result.text.encode(), share_of())
    assert again == result
    _says_the_same(result.text)
    return result.text


def _says_the_same(text: str) -> None:
    """Two readers of YAML agree on the result: libyaml here, and PyYAML's own."""
    loaded: Any = yaml.load(text.lstrip("\ufeff"), yaml.CSafeLoader)
    assert loaded == yaml.safe_load(text.lstrip("\ufeff"))


def _route(configuration: Path, labels: dict[str, str]) -> list[str]:
    """Whom an alert reaches, as amtool has it."""
    command = [program(AMTOOL), "config", "routes", "test", f"--config.file={configuration}"]
    done = subprocess.run([*command, *(f'{name}="{value}"' for name, value in labels.items())], capture_output=True, text=True, check=True)
    return done.stdout.strip().split(",")


def _check_config(folder: Path, text: str) -> str:
    """What amtool says against it."""
    (folder / "alertmanager.yml").write_bytes(text.encode())
    done = subprocess.run([program(AMTOOL), "check-config", str(folder / "alertmanager.yml")], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""
