"""From the bytes of a file to its characters: UTF-8, with or without a byte-order mark, and nothing invisible."""

import re
import unicodedata
from dataclasses import dataclass

from slogen.diagnostics import Diagnostic, codes, error
from slogen.source.text import SourceText

_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_UTF8_MARK = b"\xef\xbb\xbf"
_SAVE_AS_UTF8 = "save the file as UTF-8"
# What YAML does not allow, and what readers of YAML 1.1 and 1.2 treat differently: the line breaks NEL, LS and PS.
# A byte that is not UTF-8 has become a surrogate.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_BYTES = "surrogateescape"
_NAMES = {
    0x00: "NUL",
    0x07: "BELL",
    0x08: "BACKSPACE",
    0x0B: "VERTICAL TAB",
    0x0C: "FORM FEED",
    0x1B: "ESCAPE",
    0x7F: "DELETE",
    0x85: "NEXT LINE",
    0xFEFF: "BYTE ORDER MARK",
}
_REPLACEMENT = "\ufffd"
_MOST_LINES = 10
"""Lines with refused characters that are reported; a file with more of them is no text, and is read no further."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` is None when nothing can be read from the bytes; with findings, every refused character is replaced in it."""

    text: SourceText | None
    findings: tuple[Diagnostic, ...]


def decode(path: str, content: bytes) -> Decoded:
    """Decode a file; each line with refused bytes or characters gives one finding, and reading can go on behind it."""
    foreign = next((name for mark, name in _MARKS if content.startswith(mark)), None) or _unmarked(content)
    if foreign:
        first = SourceText.of(path, "").span(0, 1)
        return Decoded(None, (error(first, codes.YAML_ENCODING, f"the file is {foreign}, not UTF-8", _SAVE_AS_UTF8),))
    body = content.removeprefix(_UTF8_MARK)
    text = SourceText.of(path, body.decode("utf-8", _BYTES))
    if not _REFUSED.search(text.content):
        return Decoded(text, ())
    lines: dict[int, re.Match[str]] = {}
    for match in _REFUSED.finditer(text.content):
        lines.setdefault(text.line_of(match.start()), match)
        if len(lines) > _MOST_LINES:
            break
    findings = [_finding(text, match, len(content) - len(body)) for match in lines.values()]
    if len(lines) > _MOST_LINES:
        return Decoded(None, tuple(findings[:_MOST_LINES]))
    return Decoded(SourceText(path, _REFUSED.sub(_REPLACEMENT, text.content), text.starts), tuple(findings))


def _unmarked(content: bytes) -> str | None:
    """UTF-16 without a mark: of the first characters, written in ASCII, every other byte is zero."""
    head = content[:64]
    if len(head) >= 4 and any(head) and (not any(head[::2]) or not any(head[1::2])):
        return "UTF-16"
    return None


def _finding(text: SourceText, match: re.Match[str], skipped: int) -> Diagnostic:
    """What is wrong with one character; `skipped` bytes stood before the text."""
    span = text.span(match.start(), match.end())
    number = ord(match.group())
    if 0xDC80 <= number <= 0xDCFF:
        byte = number - 0xDC00
        offset = len(text.content[: match.start()].encode("utf-8", _BYTES)) + skipped
        return error(span, codes.YAML_ENCODING, f"byte 0x{byte:02X} at offset {offset} is not UTF-8{_latin(byte)}", _SAVE_AS_UTF8)
    name = _NAMES.get(number) or unicodedata.name(match.group(), "control character")
    message = f"the invisible character U+{number:04X} ({name}) is not allowed"
    escape = f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
    hint = f'delete it, or write it in double quotes as "{escape}"'
    return error(span, codes.YAML_ENCODING, message, hint if number else "delete it")


def _latin(byte: int) -> str:
    """What the byte would be in the encoding that such files mostly have."""
    letter = bytes([byte]).decode("cp1252", errors="ignore")
    return f" (in Windows-1252 it is {letter})" if letter and letter.isprintable() else ""
