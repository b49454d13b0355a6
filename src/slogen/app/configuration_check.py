"""amtool's verdict over the Alertmanager configurations that are about to be written."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from slogen.app.cache import VerifiedCache
from slogen.app.context import Context
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.verify.amtool import Refusal, check_configurations, check_version, find_amtool

_HINT = "nothing was written; if the specs look right to you, this is a mistake in slogen"


def verify_configurations(context: Context, folder: Path, hashes: Mapping[str, str]) -> tuple[Diagnostic, ...]:
    """Check the configurations among the outputs `hashes` (path below `folder` → hash) together with their templates.

    What the same amtool accepted before is not checked again. Raises ToolProblem.
    """
    files = [path for path in hashes if path == names.ALERTMANAGER or path.startswith(names.FRAGMENTS)]
    alertmanager = None if context.workspace is None else context.workspace.alertmanager
    if not files or alertmanager is None:
        return ()
    path = find_amtool()
    program = os.stat(path)
    floor = ".".join(map(str, alertmanager.version))
    known = VerifiedCache.of_version(f"amtool {os.path.realpath(path)} {program.st_size} {program.st_mtime_ns} {floor}")
    template = hashes.get(names.NOTIFICATIONS, "")
    keys = {file: hashlib.sha256(f"{file}\0{hashes[file]}\0{template}".encode()).hexdigest() for file in files}
    todo = known.unknown(keys)
    if not todo:
        return ()
    check_version(path, alertmanager.version)
    refusals = check_configurations(path, folder, todo)
    if not refusals:
        known.add({file: keys[file] for file in todo})
    # A fragment is a part of the whole: what is wrong with both is said where it comes from.
    parts = {refusal.message for refusal in refusals if refusal.file != names.ALERTMANAGER}
    return tuple(_led_back(context, refusal) for refusal in refusals if refusal.file != names.ALERTMANAGER or refusal.message not in parts)


def _led_back(context: Context, refusal: Refusal) -> Diagnostic:
    """The complaint at the Routing of the system, or at the Workspace's `alertmanager`."""
    routing = context.routings.get(names.system_of_fragment(refusal.file))
    assert context.workspace is not None
    origin = context.workspace.alertmanager.origin if context.workspace.alertmanager is not None else Span(refusal.file)
    where = routing.origin if routing is not None else origin
    return error(where, codes.AMTOOL, f"amtool refuses {refusal.file}: {refusal.message}", _HINT)
