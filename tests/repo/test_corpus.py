"""The trees that `make bench` measures are well-formed, complete, and the same every time."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.corpus import write_corpus


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """610 SLOs: one system that is full and a second one that is not."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(folder, 610)
    return folder


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _services(tree: Path) -> dict[Path, Any]:
    return {path: _read(path) for path in sorted((tree / "slos").glob("*/service-*.yaml"))}


def _slos(tree: Path) -> list[Any]:
    return [slo for service in _services(tree).values() for slo in service["slos"]]


def test_it_has_the_number_of_slos_that_was_asked_for(tree: Path) -> None:
    assert len(_slos(tree)) == 610
    assert len(_services(tree)) == 61
    assert sorted(path.name for path in (tree / "slos").iterdir()) == ["slogen.yaml", "system-000", "system-001"]


def test_kinds_of_slis_are_mixed(tree: Path) -> None:
    kinds = Counter(kind for slo in _slos(tree) for kind in slo["sli"])
    assert kinds == {"availability": 244, "latency": 183, "events": 61, "queue_depth": 61, "freshness": 61}


def test_no_identity_and_no_selector_occurs_twice(tree: Path) -> None:
    identities = Counter((service["service"], slo["name"]) for service in _services(tree).values() for slo in service["slos"])
    selectors = Counter(str(slo["sli"]) for slo in _slos(tree))
    assert max(identities.values()) == 1
    assert max(selectors.values()) == 1


def test_every_runbook_that_an_alert_names_exists(tree: Path) -> None:
    named: set[Path] = set()
    for path, service in _services(tree).items():
        responses = [response for slo in service["slos"] for response in slo["alerts"].values()]
        named |= {tree / "runbooks" / path.parent.name / f"{response['runbook'].partition('#')[0]}.md" for response in responses}
    assert [path for path in named if not path.exists()] == []
    assert len(named) == 8


def test_every_file_is_one_spec_with_the_right_name(tree: Path) -> None:
    for path in sorted((tree / "slos").rglob("*.yaml")):
        spec = _read(path)
        assert spec["apiVersion"] == "slogen/v1"
        named = {"Service": spec.get("service"), "System": "system", "Routing": "routing", "Workspace": "slogen"}[spec["kind"]]
        assert named == path.stem


def test_the_same_size_gives_the_same_bytes(tree: Path, tmp_path: Path) -> None:
    write_corpus(tmp_path, 610)
    first = {path.relative_to(tree): path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    second = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first == second


@pytest.mark.parametrize("slos", [0, -10, 15])
def test_a_size_that_does_not_fill_its_services_is_refused(slos: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=f"multiple of 10, got {slos}"):
        write_corpus(tmp_path, slos)
