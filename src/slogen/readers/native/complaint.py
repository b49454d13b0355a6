"""What a schema validator says of one value, without the library that says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Complaint:
    """`keyword` of the `schema` refuses the `value`; for the keyword `propertyNames` the value is one key of the mapping."""

    keyword: str
    value: Any
    schema: Mapping[str, Any]
