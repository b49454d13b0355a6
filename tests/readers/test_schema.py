"""The published schemas: complete, self-contained, fresh, and of one mind with the explaining library."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.readers.native.explain import explainer
from slogen.readers.native.schema import KINDS, schema, text
from slogen.readers.native.validate import passes
from tests.readers import specs
from tests.readers.mutations import mutated, numbers_as_decimals

SCHEMAS = Path(__file__).parents[2] / "docs" / "schema"


def _parts(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with the way to it; the names below `properties` and `$defs` are no keywords."""
    yield path, part
    for keyword in ("properties", "$defs", "dependentSchemas"):
        for name, inner in part.get(keyword, {}).items():
            yield from _parts(inner, f"{path}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(part.get(keyword), dict):
            yield from _parts(part[keyword], f"{path}/{keyword}")
    for keyword in ("oneOf", "anyOf"):
        for index, inner in enumerate(part.get(keyword, ())):
            yield from _parts(inner, f"{path}/{keyword}/{index}")


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_fresh(kind: str) -> None:
    assert (SCHEMAS / f"{kind}.json").read_text(encoding="utf-8") == text(kind), "run: make docs"


@pytest.mark.parametrize("kind", KINDS)
def test_both_libraries_accept_the_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))
    jsonschema_rs.Draft202012Validator(schema(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_reference_leads_to_a_definition_and_every_definition_is_used(kind: str) -> None:
    found = schema(kind)
    used = {part["$ref"].removeprefix("#/$defs/") for _, part in _parts(found) if "$ref" in part}
    assert used == set(found["$defs"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_property_is_described(kind: str) -> None:
    parts = [(path, part) for path, part in _parts(schema(kind)) if path.rpartition("/")[0].endswith("/properties")]
    declared = [(path, part) for path, part in parts if part.keys() & {"type", "$ref", "const", "anyOf"}]
    assert [path for path, part in declared if not part.get("description")] == []
    assert len(parts) > 30


@pytest.mark.parametrize("kind", KINDS)
def test_every_mapping_refuses_keys_that_it_does_not_know(kind: str) -> None:
    mappings = [(path, part) for path, part in _parts(schema(kind)) if part.get("type") == "object" and "properties" in part]
    assert [path for path, part in mappings if part.get("additionalProperties") is not False or "title" not in part] == []
    assert mappings


@pytest.mark.parametrize("kind", KINDS)
def test_examples_and_defaults_are_what_the_schema_allows(kind: str) -> None:
    definitions = schema(kind)["$defs"]
    checked = 0
    for path, part in _parts(schema(kind)):
        for value in [*part.get("examples", ()), *([part["default"]] if "default" in part else [])]:
            validator = jsonschema.Draft202012Validator({**part, "$defs": definitions})
            assert list(validator.iter_errors(value)) == [], path
            checked += 1
    assert checked > 10


def test_a_schema_is_a_copy_of_its_own() -> None:
    schema("service")["properties"].clear()
    assert schema("service")["properties"]


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("workspace", specs.WORKSPACE),
        ("system", specs.SYSTEM),
        ("service", specs.SERVICE),
        ("service", specs.QUEUE),
        ("service", specs.ALERT),
        ("service", specs.EVERYTHING),
    ],
)
def test_the_specs_of_these_tests_are_valid_for_both(kind: str, spec: str) -> None:
    data = specs.document("slos/shop/api.yaml", spec).data
    assert passes(kind, data)
    assert explainer(kind).is_valid(data)


@given(mutated(specs.document("slos/shop/api.yaml", specs.EVERYTHING).data))
def test_both_libraries_agree_on_damaged_services(data: Any) -> None:
    assert passes("service", data) == explainer("service").is_valid(data)


@given(mutated(specs.document("slos/shop/system.yaml", specs.FULL_SYSTEM).data))
def test_both_libraries_agree_on_damaged_systems(data: Any) -> None:
    assert passes("system", data) == explainer("system").is_valid(data)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,3}(d|h|m|s|ms)([0-9]{1,2}(s|ms)\n?)?", fullmatch=True))
def test_both_libraries_read_the_patterns_alike(word: str) -> None:
    for key in ("window", "runbook", "logs_url", "service", "title"):
        data = {"apiVersion": "slogen/v1", "kind": "Service", "service": "a", "slos": [], key: word}
        complaints = [found for found in explainer("service").iter_errors(data) if list(found.absolute_path) == [key]]
        assert jsonschema_rs.Draft202012Validator(schema("service")["properties"][key] | {"$defs": schema("service")["$defs"]}).is_valid(
            word
        ) == (not complaints)


def test_an_exact_decimal_is_a_number() -> None:
    data = numbers_as_decimals(json.loads(json.dumps(specs.document("slos/shop/api.yaml", specs.SERVICE).data, default=str)))
    data["slos"][0]["objective"] = Decimal("99.99999")
    assert passes("service", data)
    assert explainer("service").is_valid(data)
