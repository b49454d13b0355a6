"""What every test shares: how hypothesis runs, and a cache of its own for slogen."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# No deadline: the first example pays for imports, and machines differ. CI always tries the same examples; a laptop tries new ones.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither see what the user's own runs have cached nor add to it; subprocesses inherit that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
