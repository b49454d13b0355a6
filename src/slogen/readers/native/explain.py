"""Why a document does not have the shape of its kind: one finding for each mistake, at the smallest text that must change."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, TypeChecker, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend

from slogen.diagnostics import codes
from slogen.readers.native.complaint import Complaint
from slogen.readers.native.explain_keys import about_keys
from slogen.readers.native.explain_value import PRECEDENCE, about_key, about_value
from slogen.readers.native.patterns import matches
from slogen.readers.native.schema import schema
from slogen.readers.native.shape import Mistake, Path
from slogen.source import Document


def explain(kind: str, document: Document) -> tuple[Mistake, ...]:
    """All mistakes in the shape of a document that has been refused as the given kind."""
    groups: dict[Path, list[Complaint]] = {}
    for found in _told_apart(explainer(kind).iter_errors(document.data)):
        groups.setdefault(tuple(found.absolute_path), []).append(_complaint(found))
    # What claims to be another kind, or of another version, is not measured by this schema.
    other: list[Path] = [path for path in (("apiVersion",), ("kind",)) if path in groups]
    if other or (() in groups and not isinstance(document.data, Mapping)):
        roots: list[Path] = [*other] or [()]
        first = [mistake for path in roots for mistake in _at(kind, document, path, groups[path])]
        return tuple(Mistake(mistake.diagnostic, ((),)) for mistake in first)
    mistakes = [mistake for path, complaints in groups.items() for mistake in _at(kind, document, path, complaints)]
    # A key that stands in the wrong place is not missed in the right one.
    misplaced = {path for mistake in mistakes if mistake.diagnostic.code is codes.UNKNOWN_KEY for path in mistake.spoilt}
    told = [mistake for mistake in mistakes if not (mistake.diagnostic.code in _MISSING and _holds(misplaced, mistake.spoilt))]
    return tuple(sorted(told, key=lambda mistake: mistake.diagnostic.order))


_MISSING = (codes.MISSING_KEY, codes.NO_PAGE_DECISION)


def _holds(paths: set[Path], wanted: tuple[Path, ...]) -> bool:
    """Whether one of the paths leads to, or through, one that is wanted."""
    return any(path[: len(want)] == want for path in paths for want in wanted)


@cache
def explainer(kind: str) -> Validator:
    """The explaining validator: draft 2020-12 with exact decimals as numbers, and patterns read as everywhere else."""
    adapted: Any = extend(Draft202012Validator, {"pattern": _pattern}, type_checker=_TYPES)  # type: ignore[no-untyped-call]
    validator: Validator = adapted(schema(kind))
    return validator


def _at(kind: str, document: Document, path: Path, complaints: list[Complaint]) -> Iterator[Mistake]:
    """The mistakes of one value: either its own, or those of the keys that it has and lacks."""
    own = [complaint for complaint in complaints if complaint.keyword in PRECEDENCE]
    if own:
        yield from about_value(document, path, min(own, key=lambda complaint: PRECEDENCE.index(complaint.keyword)))
        return
    keys = {complaint.value: complaint.schema for complaint in complaints if complaint.keyword == "propertyNames"}
    for key, part in keys.items():
        yield about_key(document, path, key, part["pattern"])
    others = {complaint.keyword: complaint for complaint in complaints if complaint.keyword != "propertyNames"}
    if others:
        yield from about_keys(kind, document, path, others)


def _told_apart(errors: Iterable[ValidationError]) -> Iterator[ValidationError]:
    """Where a value may be of two types, the complaints of the branch that has its type."""
    for found in errors:
        branches = _typed_branches(found)
        fitting = next((index for index, branch in enumerate(branches) if _TYPES.is_type(found.instance, branch["type"])), None)
        if fitting is None:
            yield found
        else:
            yield from _told_apart(inner for inner in found.context or () if inner.relative_schema_path[0] == fitting)


def _typed_branches(found: ValidationError) -> list[dict[str, Any]]:
    branches: Any = found.validator_value if found.validator == "anyOf" else []
    return list(branches) if all("type" in branch for branch in branches) else []


def _complaint(found: ValidationError) -> Complaint:
    keyword = "type" if _typed_branches(found) else str(found.validator)
    if "propertyNames" in found.absolute_schema_path:
        keyword = "propertyNames"
    schema_part: Any = found.schema
    return Complaint(keyword, found.instance, schema_part)


def _is_number(_: TypeChecker, value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and (isinstance(value, int) or value.is_finite())


def _is_integer(_: TypeChecker, value: object) -> bool:
    return _is_number(_, value) and (isinstance(value, int) or value == value.to_integral_value())  # type: ignore[attr-defined]


def _pattern(_: Validator, pattern: str, instance: object, __: Mapping[str, Any]) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError(f"does not match {pattern}")


_TYPES = Draft202012Validator.TYPE_CHECKER.redefine_many({"number": _is_number, "integer": _is_integer})
