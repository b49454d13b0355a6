"""The page of slogen lint: how it is used, and the manual of every check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEAD = """# Lint

`slogen validate` finds what cannot be compiled, `slogen lint` what compiles and will be regretted: a page without a runbook, an alert that
cannot fire, a ratio that pages at night for one failure. It reads specs, runbooks, what slogen has generated, and any hand-written
Prometheus rule file. There are few checks, and none is about taste.

```sh
slogen lint                                   # the whole project: specs, generated/, runbooks, and lint.paths of the Workspace
slogen lint rules/ slos/shop/web.yaml         # files, and folders that are searched
helm template chart/ | slogen lint -          # standard input
slogen lint --changed-since origin/main       # only rules, SLOs and runbooks that this branch has changed
slogen lint --explain missing-runbook         # what is written here, in the terminal
```

Without a Workspace it works too: then the working folder is searched for rule files.

## What it reads

| file | recognised by |
|---|---|
| spec | lies below `slos/` |
| runbook | `.md` below the runbooks' folder |
| rules of Prometheus, Thanos, vmalert | `groups:` |
| Mimir, for mimirtool | `namespace:` and `groups:` |
| manifest of the Prometheus Operator | `kind: PrometheusRule`, also in a List, also several in one file |

In a folder every `.yaml`, `.yml`, `.rules` and `.json` is looked at, nothing hidden; files that hold no rules are passed over. What
Prometheus itself would refuse (a misspelt key, an expression that is no PromQL, a group given twice) is an error of its own, which
cannot be silenced.

## How it ends

Exit code 0: no errors; with `--fail-on warning`: no warnings either. 1: there are some. 2: wrong usage, a file that cannot be read, git
that cannot tell what has changed.

## Silencing a finding

A finding that is wrong in one place is silenced there, with a reason:

```yaml
groups:
  - name: batch
    rules:
      # slogen: ignore missing-runbook -- the nightly report is looked at by hand
      - alert: ReportLate
        expr: time() - report_finished_timestamp_seconds > 86400
```

* Above a rule, an SLO or a group, or on one of its lines, the comment holds for all of it. `# slogen: ignore-file …` holds for the file.
* Several checks: `ignore missing-runbook, missing-owner -- reason`. The code (SL101) does as well as the name.
* In a runbook: `<!-- slogen: ignore runbook-orphan -- reason -->`, for the next line, or `ignore-file`.
* Where a file is made by something else and comments are lost, an annotation of the rule says the same:
  `slogen_ignore: "missing-runbook: the nightly report is looked at by hand"`; several are separated by semicolons.
* What slogen has generated is silenced in its spec: a comment on an SLO or alert holds for the rules made from it.
* A check that nobody wants anywhere is named in the Workspace: `lint: {disable: {missing-owner: the reason}}`.

A comment without a reason, or with a check that does not exist, is an error. One that silences nothing is a warning
(unused-suppression), so that it is removed with what it was for.

## Only what has changed

`--changed-since REF` compares with the last commit that REF and this branch have in common, and counts what is not committed yet. A finding
is told if a line of its rule, SLO or other list item is new, altered or gone; in a runbook if the file has changed at all.

## Reports

`--format` is also there for `slogen validate` and `slogen generate`. With `--report FILE` the report goes into a file and the terminal
shows text; without it the report takes the place of the text.

| format | for | in CI |
|---|---|---|
| `text` | people | |
| `github` | annotations of a GitHub workflow; errors first, because only ten of a kind are shown | `slogen lint --format github` |
| `sarif` | code scanning; SARIF 2.1.0 | `slogen lint --format sarif --report slogen.sarif`, then `github/codeql-action/upload-sarif` |
| `gitlab` | Code Quality in a merge request | `slogen lint --format gitlab --report gl-code-quality.json` as `reports: codequality` |
| `junit` | test tabs; a finding that fails the run is a failed test | `slogen lint --format junit --report slogen.xml` |
| `json` | everything else | |

Paths in `github`, `gitlab` and `sarif` begin at the top of the repository, wherever the project lies in it. Fingerprints do not change when
lines are inserted above a finding.

## Settings

In the Workspace, below `lint`; [spec.md](spec.md#workspace) has every key.

```yaml
lint:
  paths: [rules, deploy/monitoring]         # hand-written rules that belong to the project
  runbook_hosts: [runbooks.example.com]     # a runbook_url may lead nowhere else
  retention: 30d                            # how long Prometheus keeps samples
  severities: [page, ticket, info]          # values that the label severity may have
  pages: [page]                             # those of them that wake somebody
  owner_labels: [team]
  disable:
    cause-without-impact: our pages are written by the teams that get them
```

## The checks

Each is meant to be right whenever it speaks: an expression that a check cannot judge is left alone. `tests/lint/corpus/` holds rules as
teams write them, good and bad, with the findings that are expected beside them; `make lint-precision` counts what is missing and what
is too much.

"""


@dataclass(frozen=True, slots=True)
class CheckManual:
    """A check as the page shows it; `examples` are titles and YAML."""

    code: str
    name: str
    severity: str
    title: str
    text: str
    examples: tuple[tuple[str, str], ...]


def lint_page(checks: Sequence[CheckManual]) -> str:
    """Markdown: a table of all checks, then a section for each."""
    rows = "".join(f"| {check.code} | [{check.name}](#{check.name}) | {check.severity} | {check.title} |\n" for check in checks)
    table = f"| code | name | severity | finds |\n|---|---|---|---|\n{rows}"
    return _HEAD + table + "".join(part for check in checks for part in _section(check))


def _section(check: CheckManual) -> Iterator[str]:
    yield f"\n### {check.name}\n\n{check.code}, {check.severity}. {check.title}.\n\n{check.text}\n"
    for title, example in check.examples:
        language = "markdown" if example.startswith(("---\n", "# ")) else "yaml"
        fence = "````" if "```" in example else "```"
        yield f"\n{title}:\n\n{fence}{language}\n{example}{fence}\n"
