"""What an unquoted word means: true and false, numbers, null, text, and the words that readers of YAML disagree on."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word that YAML 1.1 and 1.2 read differently, or that no spec can use; `message` names both readings."""

    message: str
    hint: str


_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_SWITCHES = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+")
_OCTAL = re.compile(r"[-+]?0o[0-7]+")
_BINARY = re.compile(r"[-+]?0b[01_]+")
_UNDERSCORES = re.compile(r"[-+]?(?:0x[0-9a-fA-F_]+|\.?[0-9][0-9_]*\.?[0-9_]*(?:[eE][-+]?[0-9]+)?)")
_SEXAGESIMAL = re.compile(r"[-+]?[1-9][0-9]*(?::[0-5]?[0-9])+|[-+]?[0-9]+(?::[0-5]?[0-9])+\.[0-9]*")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}.*", re.DOTALL)
_STARTS = frozenset("0123456789+-.~=<yYnNoOtTfF")
_LARGEST_EXPONENT = 300
"""Powers of ten up to which a number is read; binary floating point, which every other reader uses, ends at 308."""


def read_plain(word: str) -> str | int | Decimal | bool | Ambiguous | None:
    """The value of an unquoted scalar: text, an integer, an exact decimal, true or false, None, or why it has no clear one."""
    if word and word[0] not in _STARTS:
        return word
    return _read(word)


@lru_cache(maxsize=1 << 15)
def _read(word: str) -> str | int | Decimal | bool | Ambiguous | None:
    if word in _WORDS:
        return _WORDS[word]
    if _INTEGER.fullmatch(word):
        return int(word) if len(word) <= _LARGEST_EXPONENT else _too_large(word)
    if _DECIMAL.fullmatch(word):
        number = Decimal(word) if len(word) <= _LARGEST_EXPONENT else None
        return number if number is not None and abs(number.adjusted()) <= _LARGEST_EXPONENT else _too_large(word)
    if _HEXADECIMAL.fullmatch(word) and len(word) <= _LARGEST_EXPONENT:
        return int(word, 16)
    return _ambiguity(word) or word


def _ambiguity(word: str) -> Ambiguous | None:
    """The words that mean one thing to a reader of YAML 1.1 and another to a reader of 1.2."""
    if truth := _SWITCHES.get(word.lower()):
        return _two(word, truth, "text", f"write {truth}, or {quoted(word)} for text")
    if _LEADING_ZERO.fullmatch(word):
        octal, decimal = _octal(word, word), plain_integer(word)
        return _two(word, octal, decimal, f"write the number without leading zeros, or {quoted(word)} for text")
    if _OCTAL.fullmatch(word):
        number = _octal(word, word.replace("0o", "", 1))
        return _two(word, "text", number, f"write {number}, or {quoted(word)} for text")
    if _BINARY.fullmatch(word) and set(word) & set("01"):
        number = _integer(word, word.replace("_", "").replace("0b", "", 1), 2)
        return _two(word, number, "text", f"write {number}, or {quoted(word)} for text")
    if "_" in word and _UNDERSCORES.fullmatch(word):
        return _two(word, "a number", "text", f"write {word.replace('_', '')}, or {quoted(word)} for text")
    if _SEXAGESIMAL.fullmatch(word):
        seconds = _sexagesimal(word)
        return _two(word, f"{seconds} (base 60)", "text", f"write {quoted(word)} for text, or {seconds} for the number")
    if _INFINITE.fullmatch(word):
        meaning = "not-a-number" if word[-1] in "nN" else "infinity"
        return Ambiguous(f"{word} is read as {meaning}, which no spec can use", f"write a number, or {quoted(word)} for text")
    if _DATE.fullmatch(word):
        return _two(word, "a date", "text", f"write {quoted(word)}")
    if word in ("=", "<<"):
        return _two(word, "a sign with a meaning of its own", "text", f"write {quoted(word)}")
    return None


def quoted(text: str) -> str:
    """The text as a double-quoted YAML scalar of one line."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def plain_integer(word: str) -> str:
    """Decimal digits without leading zeros."""
    sign = "-" if word.startswith("-") else ""
    return sign + (word.lstrip("+-").lstrip("0") or "0")


def _octal(word: str, digits: str) -> str:
    return _integer(word, digits, 8) if set(digits) <= set("+-01234567") else "text"


def _integer(word: str, digits: str, base: int) -> str:
    return str(int(digits, base)) if len(word) < _LARGEST_EXPONENT else "a number"


def _sexagesimal(word: str) -> Decimal:
    total = Decimal(0)
    for part in word.lstrip("+-").split(":"):
        total = total * 60 + Decimal(part)
    return -total if word.startswith("-") else total


def _two(word: str, old: str, new: str, hint: str) -> Ambiguous:
    return Ambiguous(f"{_short(word)} is {old} in YAML 1.1 and {new} in YAML 1.2", hint)


def _too_large(word: str) -> Ambiguous:
    size = "too large or too close to zero" if "e" in word.lower() else "too long"
    message = f"the number {_short(word)} is {size}; most YAML readers would change it silently"
    return Ambiguous(message, "write a smaller number, or put it in quotes for text")


def _short(word: str) -> str:
    return word if len(word) <= 40 else word[:37] + "..."
