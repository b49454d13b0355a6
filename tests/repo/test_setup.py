"""What .ci/setup does on machines that lack something. apt, sudo, Python and the tools are stand-ins: nobody's machine is changed."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BASICS = ("sh", "env", "cat", "cp", "chmod", "dirname", "mkdir", "printf", "rm", "sed")

# A Python that only pretends: it is recent unless it is called python3, and its environments hold nothing but itself.
PYTHON = """#!/bin/sh
case "$*" in
*version_info*3,\\ 11*) [ "${0##*/}" != python3 ] ;;
*ensurepip*) [ ! -e "$STATE/no-ensurepip" ] ;;
*%d.%d-venv*) echo python3.12-venv ;;
--version) echo Python 3.12.0 ;;
*-m\\ venv*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*-m\\ pip*) echo "pip $*" >>"$STATE/log" ;;
esac
"""
# apt knows its packages only after an update; what it installs is the tool itself.
APT_GET = """#!/bin/sh
echo "apt-get $*" >>"$STATE/log"
case "$*" in
*update*) : >"$STATE/updated" ;;
*install*)
    for word do
        case $word in
        prometheus) cp "$STATE/promtool" "$STATE/bin/promtool" ;;
        prometheus-alertmanager) cp "$STATE/promtool" "$STATE/bin/amtool" ;;
        *-venv) rm -f "$STATE/no-ensurepip" ;;
        esac
    done
    ;;
esac
"""
APT_CACHE = '#!/bin/sh\n[ -e "$STATE/updated" ]\n'
PROMTOOL = '#!/bin/sh\necho "promtool, version 2.42.0+ds (branch: debian)"\n'


@dataclass(frozen=True, slots=True)
class Machine:
    """A checkout with .ci/setup in it, and the only folder on PATH."""

    state: Path
    checkout: Path

    def program(self, name: str, text: str) -> None:
        path = self.state / "bin" / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)

    def set_up(self) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.state / "bin"), "STATE": str(self.state)}
        return subprocess.run(
            [self.checkout / ".ci" / "setup"], env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )

    def log(self) -> list[str]:
        log = self.state / "log"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with everything: Python 3.12, promtool and amtool, and apt."""
    state, checkout = tmp_path / "state", tmp_path / "check out"
    (state / "bin").mkdir(parents=True)
    (checkout / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "setup", checkout / ".ci" / "setup")
    for name in BASICS:
        found = shutil.which(name)
        assert found is not None
        (state / "bin" / name).symlink_to(found)
    (state / "promtool").write_text(PROMTOOL, encoding="utf-8")
    (state / "promtool").chmod(0o755)
    made = Machine(state, checkout)
    for name, text in {"python3.12": PYTHON, "python3": PYTHON, "promtool": PROMTOOL, "amtool": PROMTOOL}.items():
        made.program(name, text)
    made.program("apt-get", APT_GET)
    made.program("apt-cache", APT_CACHE)
    made.program("id", "#!/bin/sh\necho 0\n")
    made.program("sudo", '#!/bin/sh\necho "sudo $1" >>"$STATE/log"\nshift\n"$@"\n')
    return made


def _apt(machine: Machine) -> list[str]:
    return [line.split("Timeout=120 ")[1] for line in machine.log() if line.startswith("apt-get")]


def test_a_machine_that_has_everything_gets_only_its_packages(machine: Machine) -> None:
    finished = machine.set_up()
    assert finished.returncode == 0, finished.stderr
    assert _apt(machine) == []
    assert [line.split()[-1] for line in machine.log()] == ["requirements.lock", "."]
    assert (machine.checkout / ".venv" / ".ready").read_text(encoding="utf-8") == f"{machine.checkout}\n"


def test_missing_tools_and_venv_are_installed_at_once_after_one_update(machine: Machine) -> None:
    for name in ("promtool", "amtool"):
        (machine.state / "bin" / name).unlink()
    (machine.state / "no-ensurepip").touch()
    finished = machine.set_up()
    assert finished.returncode == 0, finished.stderr
    assert _apt(machine) == ["update", "install --no-install-recommends prometheus prometheus-alertmanager python3.12-venv"]


def test_package_lists_that_are_there_are_not_refreshed(machine: Machine) -> None:
    (machine.state / "bin" / "promtool").unlink()
    (machine.state / "updated").touch()
    assert machine.set_up().returncode == 0
    assert _apt(machine) == ["install --no-install-recommends prometheus"]


@pytest.mark.parametrize(("user", "sudo"), [pytest.param(1000, ["sudo -n"] * 2, id="user"), pytest.param(0, [], id="root")])
def test_sudo_is_used_by_everybody_but_root_and_asks_nothing_without_a_terminal(machine: Machine, user: int, sudo: list[str]) -> None:
    (machine.state / "bin" / "amtool").unlink()
    (machine.state / "updated").touch()
    machine.program("id", f"#!/bin/sh\necho {user}\n")
    assert machine.set_up().returncode == 0
    assert [line for line in machine.log() if line.startswith("sudo")] == sudo


@pytest.mark.parametrize("sudo", [pytest.param("", id="no sudo"), pytest.param("#!/bin/sh\nexit 1\n", id="sudo refuses")])
def test_who_cannot_be_root_is_told_what_root_must_run(machine: Machine, sudo: str) -> None:
    for name in ("amtool", "sudo"):
        (machine.state / "bin" / name).unlink()
    if sudo:
        machine.program("sudo", sudo)
    machine.program("id", "#!/bin/sh\necho 1000\n")
    finished = machine.set_up()
    assert finished.returncode == 1
    assert "apt-get install --no-install-recommends prometheus-alertmanager\n" in finished.stderr


def test_without_apt_it_says_what_is_missing_and_where_it_is(machine: Machine) -> None:
    for name in ("promtool", "apt-get"):
        (machine.state / "bin" / name).unlink()
    finished = machine.set_up()
    assert finished.returncode == 1
    assert "not found: promtool\n" in finished.stderr
    assert "https://prometheus.io/download/" in finished.stderr
    assert not (machine.checkout / ".venv").exists()


def test_without_a_recent_python_it_says_which_ones_it_tried(machine: Machine) -> None:
    (machine.state / "bin" / "python3.12").unlink()
    finished = machine.set_up()
    assert finished.returncode == 1
    assert "no Python 3.11 or newer among: python3.13 python3.12 python3.11 python3" in finished.stderr


def test_an_old_promtool_is_refused(machine: Machine) -> None:
    machine.program("promtool", PROMTOOL.replace("2.42", "2.31"))
    finished = machine.set_up()
    assert finished.returncode == 1
    assert "promtool is 2.31, 2.42 or newer is needed" in finished.stderr


def test_a_moved_checkout_gets_a_new_environment(machine: Machine) -> None:
    assert machine.set_up().returncode == 0
    moved = Machine(machine.state, machine.checkout.rename(machine.checkout.with_name("moved")))
    finished = moved.set_up()
    assert finished.returncode == 0, finished.stderr
    assert "making .venv" in finished.stdout
    assert "making .venv" not in moved.set_up().stdout
