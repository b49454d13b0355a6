"""Plain data as YAML in block style: mappings, lists, texts, numbers, booleans."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from slogen.targets.yaml_text import compact

_SHORT = re.compile(r"[A-Za-z_/][A-Za-z0-9_./:-]*")


def block(value: object, indent: int) -> list[str]:
    """The lines of a mapping or list that begins at column `indent`. Order is kept; lists of words stand on one line."""
    pad = " " * indent
    if isinstance(value, Mapping):
        return [line for key, item in value.items() for line in _entry(f"{pad}{compact(str(key))}:", item, indent)]
    assert isinstance(value, Sequence)
    assert not isinstance(value, str)
    return [line for item in value for line in _item(pad, item, indent)]


def _entry(head: str, item: object, indent: int) -> list[str]:
    word = _word(item)
    return [f"{head} {word}"] if word is not None else [head, *block(item, indent + 2)]


def _item(pad: str, item: object, indent: int) -> list[str]:
    word = _word(item)
    if word is not None:
        return [f"{pad}- {word}"]
    first, *rest = block(item, indent + 2)
    return [f"{pad}- {first.lstrip()}", *rest]


def _word(item: object) -> str | None:
    """What stands on the line of its key or dash; None for a collection whose lines follow."""
    match item:
        case None:
            return "null"
        case bool():
            return "true" if item else "false"
        case str():
            return compact(item)
        case int() | Decimal():
            return str(item)
        case Mapping():
            return None if item else "{}"
        case Sequence():
            short = all(isinstance(one, str) and _SHORT.fullmatch(one) and compact(one) == one for one in item)
            return f"[{', '.join(item)}]" if short else None
        case _:
            raise TypeError(item)
