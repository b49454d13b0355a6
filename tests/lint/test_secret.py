"""Literal secrets are recognised, and no report shows them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli
from slogen.diagnostics.secrets import hidden, looks_secret, secrets
from slogen.report.formats import FORMATS

# Every secret has a hole, so that no scanner takes this file for a leak.
SECRETS = [
    pytest.param(
        "post to https://hooks.slack.com/serv_ices/«T01ABCDEF/B02GHIJKL/q8Zk2mVt5RwX1nPd7LsYc3Ba» now", "a Slack webhook", id="hook"
    ),
    pytest.param("https://discord.com/api/web_hooks/«112233445566/aZ8kQm2Vt5Rw»", "a Discord webhook", id="discord"),
    pytest.param("«xo_xb-2041-fghij-Kq81mZ»", "a Slack token", id="slack"),
    pytest.param(f"«gh_p_{'a1B2' * 9}»".replace("gh_p_", "gh_p#", 1), "a GitHub token", id="github"),
    pytest.param(f"«gl_pat-{'x7Yz' * 5}»", "a GitLab token", id="gitlab"),
    pytest.param(f"key «AK_IA{'Q7' * 8}»", "an AWS access key", id="aws"),
    pytest.param("«ey_JhbGciOiJIUz.eyJzdWIiOiIxMjM0.SflKxwRJSMeKKF2»", "a signed token", id="jwt"),
    pytest.param("psql postgresql://readonly:«tira_misu42»@db.example/shop", "a password in a URL", id="password"),
    pytest.param("https://logs.example?a=1&access_token=«b7Qx93k_dPz1LwV0T»&b=2", "a token in a URL", id="token"),
    pytest.param("Authorization: Bearer «Zk81mQx07_PwLr5tYb2Nd»", "a bearer token", id="bearer"),
    pytest.param("«-----BEGIN RSA PRIV_ATE KEY-----»", "a private key", id="key"),
]


@pytest.mark.parametrize(("marked", "kind"), SECRETS)
def test_a_secret_is_recognised_and_hidden(marked: str, kind: str) -> None:
    marked = marked.replace("_", "", 1).replace("#", "_")
    text = marked.replace("«", "").replace("»", "")
    (found,) = secrets(text)
    start, end = marked.index("«"), marked.index("»") - 1
    assert (found.kind, found.offset, found.offset + found.length) == (kind, start, end)
    assert looks_secret(text)
    shown = hidden(text)
    assert len(shown) == len(text)
    assert shown[start:end] == "•" * (end - start)


@pytest.mark.parametrize(
    "text",
    [
        "https://runbooks.example.com/a/b?id=1#c",
        "https://grafana.example.com/d/abcdef?var-token=x&from=now-1h",
        "https://user:{{ $labels.password }}@example.com",
        "https://user:xxxxx@example.com and https://user:<password>@example.com",
        "mail bob@example.com, see http://[::1]:9090/graph",
        "https://logs.example/search?token={{ $labels.token }}",
        "https://hooks.slack.com/services/YOUR/WEBHOOK/HERE",
        'rate(http_requests_total{path="/a?token=short"}[5m])',
        "Bearer token expired",
    ],
)
def test_what_is_no_secret(text: str) -> None:
    assert list(secrets(text)) == []


@pytest.mark.parametrize("format_", ["text", *FORMATS])
def test_no_report_shows_a_secret(format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "tira" + "misu42"
    url = f"postgresql://readonly:{secret}@db.example/shop"
    rule = (
        f"  - alert: Down\n    expr: up\n    labels: {{severity: '{url}'}}\n    annotations: {{runbook_url: '{url}', summary: '{url}'}}\n"
    )
    (tmp_path / "rules.yaml").write_text(f"groups:\n- name: a\n  rules:\n{rule}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["lint", "rules.yaml", "--format", format_], catch_exceptions=False)
    assert secret not in done.output
    assert "password in a URL" in done.output


def test_a_finding_stands_at_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: sum(x{url="amqp://me:qwe' + 'rty7@mq"})\n'
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(cli, ["lint", "--format", "json"], catch_exceptions=False)
    (found,) = json.loads(done.stdout)["findings"]
    line = text.splitlines()[found["line"] - 1]
    assert line[found["column"] - 1 :].startswith("qwe" + "rty7@")
