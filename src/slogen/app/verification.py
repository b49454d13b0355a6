"""promtool's verdict over what is about to be written, led back to the specs' lines."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from slogen.app.cache import VerifiedCache
from slogen.app.compile import Job, read_services
from slogen.app.context import Context
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.rules.service import rule_file
from slogen.rules.values import Alert, Rule, RuleFile
from slogen.verify.promtool import Complaint, check_rules
from slogen.verify.tool import ask_version, find_promtool


def verify(context: Context, folder: Path, hashes: Mapping[str, str], jobs: Mapping[str, Job]) -> tuple[tuple[Diagnostic, ...], int]:
    """Check the rule files `hashes` (path below `folder` → hash); (complaints, number of files promtool had to look at).

    `jobs` has the spec of every path. Content that the same promtool accepted before is not checked again. Raises ToolProblem.
    """
    path = find_promtool()
    seen = os.stat(path)
    # Starting promtool to ask its version costs as much as checking a hundred rules; a program that did not change keeps its answer.
    known = VerifiedCache.of_version(f"{os.path.realpath(path)} {seen.st_size} {seen.st_mtime_ns}")
    todo = known.unknown(hashes)
    if not todo:
        return (), 0
    complaints = check_rules(ask_version(path), folder, todo)
    if complaints:
        return _led_back(context, complaints, jobs), len(todo)
    known.add({path: hashes[path] for path in todo})
    return (), len(todo)


def _led_back(context: Context, complaints: Sequence[Complaint], jobs: Mapping[str, Job]) -> tuple[Diagnostic, ...]:
    files: dict[str, RuleFile] = {}
    for path in {complaint.file for complaint in complaints} & set(jobs):
        services, _ = read_services(context, jobs[path])
        files |= {made.path: made for made in map(rule_file, services)}
    return tuple(_diagnostic(complaint, files.get(complaint.file), jobs.get(complaint.file)) for complaint in complaints)


def _diagnostic(complaint: Complaint, file: RuleFile | None, job: Job | None) -> Diagnostic:
    """The complaint at the SLO or alert that the rule was made from."""
    rule = _rule(complaint, file)
    if rule is None:
        span = Span(job.source if job else complaint.file)
        return error(span, codes.PROMTOOL, f"promtool refuses {complaint.file}: {complaint.message}", _BUG)
    what = f"alert {rule.name}" if isinstance(rule, Alert) else f"rule {rule.metric}"
    return error(rule.origin, codes.PROMTOOL, f"promtool refuses the {what} made from this: {complaint.message}", _hint(rule))


_BUG = "nothing was written; if the spec looks right to you, this is a mistake in slogen"


def _hint(rule: Rule) -> str:
    return f"nothing was written; the expression is: {' '.join(rule.expr.split())}"


def _rule(complaint: Complaint, file: RuleFile | None) -> Rule | None:
    if file is None or complaint.rule < 0:
        return None
    group = next((group for group in file.groups if group.name == complaint.group), None)
    return group.rules[complaint.rule] if group is not None and complaint.rule < len(group.rules) else None
