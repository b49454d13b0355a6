"""What boards need to know beside the SLOs: the installation, and for the boards above services what those have."""

from dataclasses import dataclass

from slogen.model.duration import Duration


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The uid of the data source to begin with, and where specs can be read (`{path}`, `{line}`); each may be empty."""

    prometheus: str = ""
    spec_url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A service as the boards above it see it: `slos` is their number, `windows` and `group_by` all that they have."""

    system: str
    service: str
    title: str
    slos: int
    windows: tuple[Duration, ...]
    group_by: tuple[str, ...]
