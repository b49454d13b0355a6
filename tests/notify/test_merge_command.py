"""slogen alertmanager merge as a user meets it."""

import os
import stat
from pathlib import Path

import pytest

from slogen.routing.notification import template_text
from tests.app.project_files import WORKSPACE, write
from tests.cli.command import slogen_in
from tests.notify.test_merge import BLOCK, OURS

SECRET = "T024/B057/s3cr3t"
FLOW = (
    f"route: {{receiver: a}}\nreceivers: [{{name: shop/mail, slack_configs: [{{api_url: 'https://hooks.slack.com/services/{SECRET}'}}]}}]\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write(
        tmp_path,
        {
            "slos/slogen.yaml": WORKSPACE,
            "generated/alertmanager/alertmanager.yml": OURS,
            "generated/alertmanager/fragments/shop.yml": OURS,
            "generated/alertmanager/templates/slogen.tmpl": template_text(),
            "base.yml": BLOCK,
        },
    )
    return tmp_path


def test_it_prints_the_result_and_changes_nothing(project: Path) -> None:
    done = slogen_in(project, "alertmanager", "merge", "base.yml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "shop/oncall" in done.stdout
    assert (project / "base.yml").read_text() == BLOCK


def test_a_system_alone_comes_from_its_fragment(project: Path) -> None:
    (project / "generated/alertmanager/alertmanager.yml").unlink()
    done = slogen_in(project, "alertmanager", "merge", "base.yml", "--system", "shop")
    assert (done.returncode, done.stderr) == (0, "")
    assert "shop/oncall" in done.stdout


def test_it_writes_over_the_base_itself_and_again_the_same(project: Path) -> None:
    os.chmod(project / "base.yml", 0o640)
    before = set(project.iterdir())
    contents = []
    for _ in range(2):
        done = slogen_in(project, "alertmanager", "merge", "base.yml", "-o", "base.yml")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "base.yml written\n")
        contents.append((project / "base.yml").read_bytes())
    assert contents[0] == contents[1]
    assert b"shop/oncall" in contents[0]
    assert stat.S_IMODE((project / "base.yml").stat().st_mode) == 0o640
    assert set(project.iterdir()) == before


@pytest.mark.parametrize(
    ("base", "words"),
    [
        pytest.param(FLOW, "base.yml:2:20: error: the receiver shop/mail is slogen's, too", id="a clash"),
        pytest.param("", "an Alertmanager configuration is a mapping with route and receivers", id="an empty file"),
        pytest.param("route: {receiver: a}\nreceivers: []\n", "amtool refuses this file even without slogen's part", id="theirs is wrong"),
        pytest.param(
            "route: {receiver: a, routes: [{receiver: a}]}\nreceivers: [{name: a}]\nglobal: {smtp_require_tls: maybe}\n",
            "amtool refuses this file even without slogen's part: yaml: unmarshal errors",
            id="theirs has a wrong value",
        ),
    ],
)
def test_what_is_refused_is_not_written(project: Path, base: str, words: str) -> None:
    write(project, {"base.yml": base, "merged.yml": "before\n"})
    before = set(project.iterdir())
    done = slogen_in(project, "alertmanager", "merge", "base.yml", "-o", "merged.yml")
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert (project / "merged.yml").read_text() == "before\n"
    assert set(project.iterdir()) == before


def test_no_secret_of_the_base_is_shown(project: Path) -> None:
    write(project, {"base.yml": FLOW})
    done = slogen_in(project, "alertmanager", "merge", "base.yml")
    assert done.returncode == 1
    assert SECRET not in done.stderr + done.stdout


def test_a_template_of_ours_that_is_broken_is_noticed(project: Path) -> None:
    """What amtool sees is what is deployed: the configuration with slogen's templates beside it."""
    write(project, {"generated/alertmanager/templates/slogen.tmpl": "{{ define"})
    done = slogen_in(project, "alertmanager", "merge", "base.yml")
    assert done.returncode == 1
    assert "amtool refuses the merged file" in done.stderr


def test_the_template_is_named_as_it_is_deployed(project: Path) -> None:
    done = slogen_in(project, "alertmanager", "merge", "base.yml", "--template", "/etc/alertmanager/slogen/slogen.tmpl")
    assert (done.returncode, done.stderr) == (0, "")
    assert "templates: [/etc/alertmanager/slogen/slogen.tmpl]" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["base.yml", "--system", "bank"], "there are fragments of shop", id="a system without a fragment"),
        pytest.param(
            ["base.yml", "--generated", "elsewhere"], "elsewhere/alertmanager/alertmanager.yml does not exist", id="nothing generated"
        ),
        pytest.param(["nowhere.yml"], "nowhere.yml", id="no such base"),
        pytest.param(["base.yml", "-o", "no/such/folder.yml"], "No such file or directory", id="nowhere to write"),
    ],
)
def test_a_run_that_cannot_begin_takes_one_line(project: Path, arguments: list[str], words: str) -> None:
    done = slogen_in(project, "alertmanager", "merge", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_routing_there_is_nothing_to_merge(project: Path) -> None:
    write(project, {"generated/alertmanager/alertmanager.yml": "route: {receiver: everyone}\nreceivers: [{name: everyone}]\n"})
    done = slogen_in(project, "alertmanager", "merge", "base.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "has no route to merge: no system has a Routing yet" in done.stderr


def test_without_amtool_nothing_is_printed(project: Path) -> None:
    done = slogen_in(project, "alertmanager", "merge", "base.yml", AMTOOL="no-such-amtool")
    assert (done.returncode, done.stdout) == (2, "")
    assert "amtool" in done.stderr
