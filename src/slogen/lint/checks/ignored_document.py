"""A second document in a rule file, which Prometheus does not load.

Prometheus reads the first document of a rule file and leaves the rest, without a word in its log; promtool calls the file valid. The rules
below `---` exist in git and nowhere else. Manifests for the Prometheus Operator and files for Mimir may hold several.

Bad:

    groups:
      - name: api
        rules: []
    ---
    groups:
      - name: worker
        rules:
          - record: job:up:sum
            expr: sum by (job) (up)

Good:

    groups:
      - name: api
        rules: []
      - name: worker
        rules:
          - record: job:up:sum
            expr: sum by (job) (up)
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject


def find(file: FileSubject, settings: Settings) -> Iterator[Finding]:
    """Where each document begins."""
    for span in file.ignored:
        yield Finding(
            span, "Prometheus loads the first document of a file only, not this one", "put its groups into the first, or into another file"
        )


CHECK = Check("SL303", "ignored-document", Severity.ERROR, FileSubject, find, __doc__)
