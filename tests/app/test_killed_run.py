"""A run that is killed at any instant leaves the old output or the new one, and the next run completes it."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from slogen.app import tree as output_tree
from slogen.app.generate import generate
from slogen.app.project import find_project
from tests.app.project_files import WORKSPACE, outputs, project, service, tree, write

# What the interpreter reports before it touches the file system; a plain write to an open file is followed by the next of these.
_STEPS = ("open", "os.", "shutil.", "tempfile.", "fcntl.", "ctypes.", "subprocess.")


# Outputs that are made of all specs together.
_MORE = {
    "slos/slogen.yaml": WORKSPACE.replace(", boards: false", "")
    + """\
alertmanager:
  version: "0.25"
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: /secrets/slack}}}
  default: everyone
""",
    "slos/shop/routing.yaml": """\
apiVersion: slogen/v1
kind: Routing
receivers: {oncall: {pagerduty: {routing_key_file: /secrets/pagerduty}}}
notify: {page: [oncall], ticket: [oncall], info: [oncall]}
""",
}
_OF_ALL = {
    *("alertmanager/alertmanager.yml", "alertmanager/fragments/shop.yml", "alertmanager/tests/routes.yaml"),
    "grafana/dashboards/shop/_system.json",
}


def _run(root: Path) -> None:
    generate(find_project([], "generated", root), lambda text: None)


def _run_until(root: Path, step: int) -> bool:
    """Run in a child that is killed just before its nth step; whether it lived to the end."""
    child = os.fork()
    if child == 0:
        count = 0

        def hook(event: str, _: object) -> None:
            nonlocal count
            if event.startswith(_STEPS):
                count += 1
                if count == step:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        try:
            _run(root)
        except BaseException:  # noqa: BLE001 - a child must not go on as a second test run
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFEXITED(status)


@pytest.mark.parametrize("atomic", [pytest.param(True, id="exchange"), pytest.param(False, id="two renames")])
def test_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, atomic: bool) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    if not atomic:
        monkeypatch.setattr(output_tree, "_exchange", lambda one, other: False)
    root = project(tmp_path / "project", "cart", "search", "login")
    # Once with everything that can be generated; how the folder is replaced does not depend on what is in it.
    write(root, _MORE if atomic else {})
    output = root / "generated"
    _run(root)
    (output / "NOTES.txt").write_text("not made by slogen")
    old = tree(output)
    shutil.copytree(root, tmp_path / "before")
    (root / "slos/shop/search.yaml").unlink()
    (root / "slos/shop/login.yaml").write_text(service("login").replace("99.9", "99.5"))
    (root / "slos/shop/pay.yaml").write_text(service("pay"))
    if atomic:
        (root / "slos/shop/routing.yaml").write_text(_MORE["slos/shop/routing.yaml"].replace("ticket: [oncall]", "ticket: [everyone]"))
    changed = tmp_path / "changed"
    shutil.copytree(root / "slos", changed)
    _run(root)
    new = tree(output)
    assert new != old
    assert set(new) - set(old) == {*outputs("pay"), *(["grafana/dashboards/shop/pay.json"] if atomic else [])}
    assert {path for path in new if new[path] != old.get(path)} >= (_OF_ALL if atomic else set())

    seen = set()
    step, done = 0, False
    while not done:
        step += 1
        shutil.rmtree(root)
        shutil.copytree(tmp_path / "before", root)
        shutil.rmtree(root / "slos")
        shutil.copytree(changed, root / "slos")
        done = _run_until(root, step)
        if atomic or output.exists():
            found = tree(output)
            assert found in (old, new), f"a mixture after step {step}"
            seen.add(found == new)
        _run(root)
        assert tree(output) == new, f"not completed after step {step}"
        assert sorted(path.name for path in root.iterdir()) == ["generated", "runbooks", "slos"]
    assert seen == {False, True}
    assert step > 50
