"""The examples of the guide are one project, and it compiles."""

import re
from pathlib import Path

from slogen.app.generate import generate
from slogen.app.project import find_project
from slogen.lint.runbook import local
from slogen.source import markdown

ROOT = Path(__file__).parents[2]
RUNBOOK = "# Runbook\n\n## Impact\n\n## Diagnosis\n\n## Resolution\n"


def test_the_examples_compile(tmp_path: Path) -> None:
    pages = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("guide.md", "own-boards.md"))
    blocks = re.findall(r"```yaml\n# file: (\S+)\n(.*?)```", pages, re.DOTALL)
    assert len(blocks) >= 5
    for path, text in blocks:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "runbooks/shop").mkdir(parents=True)
    for name in ("errors", "budget", "metrics-missing"):
        (tmp_path / f"runbooks/shop/{name}.md").write_text(RUNBOOK)
    report = generate(find_project([], "generated", tmp_path), lambda text: None)
    assert {one.code.name for one in report.diagnostics} <= {"burn-rate-capped"}
    assert report.slos == 12
    assert report.written


def test_links_of_the_documentation_are_alive() -> None:
    dead: list[str] = []
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        path = page.relative_to(ROOT).as_posix()
        for link in markdown.links(path, page.read_text("utf-8")):
            found = local(path, link.target)
            if found is None:
                continue
            target, anchor = ROOT / found[0], found[1]
            if not target.exists() or (anchor and target.suffix == ".md" and anchor not in markdown.anchors(target.read_text("utf-8"))):
                dead.append(f"{link.span}: {link.target}")
    assert dead == []
