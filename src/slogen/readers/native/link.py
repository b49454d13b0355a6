"""The runbook that an alert links: does its file exist, its heading, and the sections that everybody asks for?"""

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.slo import Runbook
from slogen.readers.native import template
from slogen.readers.native.context import Context
from slogen.readers.native.placement import closest
from slogen.readers.native.settings import Settings
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import quoted
from slogen.readers.runbook import RunbookPage


def link(context: Context, settings: Settings, written: str, node: Node, key: str) -> Runbook | None:
    """The runbook `name` or `name#anchor` that stands below a key; None with a finding where it cannot be linked."""
    memory = (written, settings.runbook_url, settings.sections)
    if memory in context.links:
        return context.links[memory]
    name, _, anchor = written.partition("#")
    page = context.runbooks.get((context.system.name, name))
    if page is None:
        context.findings.append(_no_page(context, name, node.inside((key,), 0, len(name))))
        return None
    context.findings.extend(_lacking(page, settings.sections))
    if anchor and anchor not in page.anchors:
        meant = closest(anchor, sorted(page.anchors))
        hint = f"did you mean #{meant}?" if meant else f"it has {', '.join(f'#{known}' for known in sorted(page.anchors)) or 'no headings'}"
        where = node.inside((key,), len(name) + 1, len(anchor))
        context.findings.append(error(where, codes.RUNBOOK_ANCHOR, f"{page.path} has no heading #{anchor}", hint))
        return None
    if not settings.runbook_url:
        if "runbooks" not in settings.refused:
            context.findings.append(_no_url(context, node.span(key)))
        return None
    url = template.fill(settings.runbook_url, {"system": context.system.name, "name": name}) + (f"#{anchor}" if anchor else "")
    return context.links.setdefault(memory, Runbook(name, url, anchor))


def _no_page(context: Context, name: str, where: Span) -> Diagnostic:
    system = context.system.name
    path = f"{context.workspace.runbooks_directory}/{system}/{name}.md"
    elsewhere = sorted(other for other, known in context.runbooks if known == name)
    meant = closest(name.removesuffix(".md"), sorted(known for other, known in context.runbooks if other == system))
    if meant:
        hint = f"did you mean {meant}?"
    elif elsewhere:
        hint = f"system {elsewhere[0]} has one of this name; runbooks are looked for in the system of the service"
    else:
        hint = f"write {path}, or name one that exists"
    return error(where, codes.NO_RUNBOOK, f"runbook `{name}` does not exist: there is no {path}", hint)


def _lacking(page: RunbookPage, sections: tuple[str, ...]) -> list[Diagnostic]:
    """Reported in the runbook itself, where it must be mended: one finding for each page, however many alerts link it."""
    present = {heading.casefold() for heading in page.headings}
    lacking = [section for section in sections if section.casefold() not in present]
    if not lacking:
        return []
    message = f"the runbook lacks the section{'s' if len(lacking) > 1 else ''} {quoted(lacking, 'and')}"
    return [error(Span(page.path), codes.RUNBOOK_SECTION, message, "every runbook that an alert links must have them as headings")]


def _no_url(context: Context, where: Span) -> Diagnostic:
    message = "nothing says where runbooks are published: `runbooks.url` is set nowhere"
    hint = "set it in the Workspace: runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}"
    return error(context.workspace.origin or where, codes.NO_RUNBOOK, message, hint)
