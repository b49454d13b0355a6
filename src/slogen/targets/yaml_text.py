"""Writing YAML as text. The only place that decides how a scalar is quoted; a dumper takes 20 to 35 times longer and reads worse."""

import json
import re
from functools import lru_cache

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_/.(){}\[\]=~+*<>!|^$,;'\"\\:%@?&-]*(?: [A-Za-z0-9_/.(){}\[\]=~+*<>!|^$,;'\"\\:%@?&-]+)*")
_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
# In quotes these would have to be escaped, which nobody likes to read.
_NEEDS_BLOCK = re.compile(r'[\n"\\]')
# What YAML does not allow unescaped, or takes for the end of a line or the beginning of a file.
_UNSAFE = re.compile(r"[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def scalar(text: str, indent: int) -> str:
    """A string as a plain, quoted or literal block scalar; `indent` is the column at which a block's lines begin."""
    plain = _is_plain(text)
    if not plain and _NEEDS_BLOCK.search(text) and not _UNSAFE.search(text) and not text[0].isspace() and not text.endswith("\n"):
        pad = " " * indent
        return "|-\n" + "\n".join(pad + line if line else "" for line in text.split("\n"))
    return text if plain else _quoted(text)


def inline(text: str) -> str:
    """A string on one line, quoted wherever any YAML version or reader could take it for something else."""
    return text if _is_plain(text) else _quoted(text)


def compact(text: str) -> str:
    """A string on one line, in single quotes where double ones would need escapes: Go templates stay readable."""
    if _is_plain(text):
        return text
    single = "'" not in text and "\n" not in text and ('"' in text or "\\" in text) and not _UNSAFE.search(text)
    return f"'{text}'" if single else _quoted(text)


def comment(text: str) -> str:
    """A comment of one line; what a comment cannot hold becomes a space."""
    return "# " + " ".join(_UNSAFE.sub(" ", text).split())


@lru_cache(maxsize=65536)
def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and ": " not in text and not text.endswith(":") and text.lower() not in _WORDS


def _quoted(text: str) -> str:
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
