"""What boards need to know beside the SLOs: the installation, and for the boards above services what those have."""

from dataclasses import dataclass

from slogen.model.duration import Duration


@dataclass(frozen=True, slots=True)
class Surroundings:
    """uid of the data source to begin with, where specs can be read (`{path}`, `{line}`), Grafana's own address; each may be empty.

    Grafana puts its sub-path before the links of boards, panels and cells itself, but not before those in a text.
    """

    prometheus: str = ""
    spec_url: str = ""
    grafana: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A service as the boards above it see it: `slos` is their number, `windows` and `group_by` all that they have."""

    system: str
    service: str
    title: str
    slos: int
    windows: tuple[Duration, ...]
    group_by: tuple[str, ...]
