"""Services that two specs declare."""

from slogen.app.compile import Compiled, Output
from slogen.app.context import Context
from slogen.diagnostics import Diagnostic, Severity, codes, error


def clashes(context: Context, results: list[Compiled]) -> list[Diagnostic]:
    """Two specs that declare the same service of the same system would overwrite each other."""
    found: list[Diagnostic] = []
    if any(one.severity is Severity.ERROR for one in context.diagnostics):
        # Of two systems with one name every service would seem to be there twice.
        return found
    seen: dict[str, Output] = {}
    for result in results:
        for output in rule_files(result):
            first = seen.setdefault(output.identity, output)
            if first is not output:
                hint = "give one of them another name, or join the two"
                message = f"service {output.identity} is declared in {first.origin.path}:{first.origin.line} already"
                found.append(error(output.origin, codes.DUPLICATE, message, hint))
    return found


def rule_files(result: Compiled) -> list[Output]:
    """What promtool checks, and what no two specs may both write."""
    return [output for output in result.outputs if output.identity]
