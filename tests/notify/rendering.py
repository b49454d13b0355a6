"""Our templates, executed by amtool: many in one call, because a call costs more than all of them."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slogen.routing.notification import settings, template_text
from tests.e2e.servers import program

AMTOOL = ("amtool",)
_BETWEEN = "\x1f"


def fields(kind: str) -> dict[str, str]:
    """The templates of a receiver's fields by their path: `details.impact`, `links.0.href`."""
    return {path: text for path, text in _leaves("", settings(kind)) if "{{" in text}


def rendered(folder: Path, data: Mapping[str, Any], templates: Mapping[str, str], kind: str = "text") -> dict[str, str]:
    """What each template makes of the data; `kind` is text or html, as Alertmanager executes a field. Fails if amtool does."""
    (folder / "slogen.tmpl").write_text(template_text(), encoding="utf-8")
    (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
    command = [program(AMTOOL), "template", "render", f"--template.glob={folder}/slogen.tmpl", f"--template.data={folder}/data.json"]
    command += [f"--template.type={kind}", f"--template.text={_BETWEEN.join(templates.values())}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return dict(zip(templates, done.stdout.split(_BETWEEN), strict=True))


def notification(folder: Path, data: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Every field of a receiver of this kind."""
    templates = fields(kind)
    html = {path: text for path, text in templates.items() if path == "html"}
    found = rendered(folder, data, {path: text for path, text in templates.items() if path not in html})
    return found | (rendered(folder, data, html, "html") if html else {})


def _leaves(path: str, value: object) -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, Mapping):
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, list):
        items = [(str(number), item) for number, item in enumerate(value)]
    else:
        return []
    return [leaf for key, item in items for leaf in _leaves(f"{path}.{key}" if path else key, item)]
