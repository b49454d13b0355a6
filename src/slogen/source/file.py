"""Reads a file: bytes in, documents and findings out."""

from slogen.diagnostics import Diagnostic, codes, error
from slogen.source.alias import refused_aliases
from slogen.source.compose import collector_paused
from slogen.source.conflict import merge_conflicts
from slogen.source.construct import construct
from slogen.source.document import Document
from slogen.source.encoding import decode
from slogen.source.hidden import hidden_trouble
from slogen.source.node import is_plain
from slogen.source.recover import compose_all


@collector_paused()
def read(path: str, content: bytes) -> tuple[tuple[Document, ...], tuple[Diagnostic, ...]]:
    """The documents of a file, and every mistake that its YAML holds; no bytes raise an exception.

    A document with a mistake in its syntax, its characters or its aliases is not returned. One whose words, keys or tags are at
    fault is, so that the rest of it can be checked: ambiguous words are text in it, and of equal keys the first counts.
    """
    decoded = decode(path, content)
    text = decoded.text
    if text is None:
        return (), decoded.findings
    if conflicts := merge_conflicts(text):
        return (), tuple(conflicts)
    composed = compose_all(text)
    aliases = refused_aliases(text, composed.content)
    findings = [*decoded.findings, *composed.findings, *aliases.values(), *hidden_trouble(composed.roots, text)]
    documents: list[Document] = []
    for index, root in enumerate(composed.roots):
        if index in aliases or (is_plain(root) and not root.value):
            continue
        data, mistakes = construct(root, text)
        # A merge may lack its anchor only because the anchor's lines were unreadable.
        findings += [mistake for mistake in mistakes if index not in composed.broken or mistake.code is not codes.YAML_ALIAS]
        if index not in composed.broken and not decoded.findings:
            documents.append(Document(path, data, index, text, composed.content))
    if not documents and not findings:
        hint = "write a spec, beginning with apiVersion and kind, or delete the file"
        findings.append(error(text.span(0, 1), codes.EMPTY_FILE, "the file holds no document", hint))
    return tuple(documents), tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
