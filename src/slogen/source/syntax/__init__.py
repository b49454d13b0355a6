"""Why a file is not YAML, in words for a person: from what libyaml says to what the person did."""

from slogen.source.syntax.explain import explain
from slogen.source.syntax.explanation import Explanation

__all__ = ["Explanation", "explain"]
