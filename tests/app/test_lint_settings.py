"""What the checks learn of a project: the Workspace's words, and under which URL every runbook is published."""

from pathlib import Path

from slogen.app.compile import Job, read_services
from slogen.app.context import read_context
from slogen.app.lint_settings import settings_of
from slogen.app.project import find_project
from slogen.lint.registry import CHECKS
from slogen.lint.settings import DEFAULT, Settings
from slogen.model.slo import Service
from tests.app.project_files import SYSTEM, WORKSPACE, project, service, write


def _settings(root: Path) -> tuple[Settings, list[str]]:
    found = find_project((), "generated", root)
    context = read_context(found)
    services: list[Service] = []
    for path in context.services:
        services += read_services(context, Job(path, found.relative(path)))[0]
    settings, findings = settings_of(context, CHECKS, services)
    return settings, [finding.message for finding in findings]


def test_without_a_word_the_defaults_hold(tmp_path: Path) -> None:
    settings, findings = _settings(project(tmp_path, "web"))
    assert findings == []
    assert (settings.severities, settings.pages, settings.retention, settings.runbook_hosts) == (
        DEFAULT.severities,
        DEFAULT.pages,
        None,
        (),
    )
    assert settings.runbook_prefixes == ("https://runbooks.example.com/shop/",)
    assert {url: page.path for url, page in settings.runbooks.items()} == {
        "https://runbooks.example.com/shop/errors": "runbooks/shop/errors.md"
    }
    assert settings.runbooks["https://runbooks.example.com/shop/errors"].anchors == {"errors", "diagnosis"}


def test_the_words_of_the_workspace_hold(tmp_path: Path) -> None:
    lint = "lint: {retention: 30d, pages: [loud], quiet: [], disable: {missing-runbook: no, sl999: no}}\n".replace("no,", "x,").replace(
        "no}", "y}"
    )
    write(project(tmp_path, "web"), {"slos/slogen.yaml": WORKSPACE + "scrape_interval: 30s\n" + lint})
    settings, findings = _settings(tmp_path)
    assert (str(settings.retention), settings.pages, settings.quiet, str(settings.scrape_interval)) == ("30d", ("loud",), (), "30s")
    assert settings.disabled == {"missing-runbook": "x"}
    assert findings == ["there is no check sl999"]


def test_a_url_with_half_an_address_is_no_prefix_and_no_exception(tmp_path: Path) -> None:
    write(project(tmp_path), {"slos/slogen.yaml": WORKSPACE.replace("https://runbooks", "https://[runbooks")})
    assert _settings(tmp_path)[1] == []


def test_systems_and_services_may_publish_elsewhere(tmp_path: Path) -> None:
    of_system = SYSTEM.replace("{sections:", "{url: 'https://wiki.example.com/x/{name}?v=1', sections:")
    of_service = service("web").replace("slos:", "runbooks: {url: 'https://web.example.com/{name}.html'}\nslos:")
    write(project(tmp_path), {"slos/shop/system.yaml": of_system, "slos/shop/web.yaml": of_service})
    settings, _ = _settings(tmp_path)
    assert settings.runbook_prefixes == ("https://wiki.example.com/x/",)
    assert set(settings.runbooks) == {"https://wiki.example.com/x/errors?v=1", "https://web.example.com/errors.html"}
