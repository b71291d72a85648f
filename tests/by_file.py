"""Which process of a parallel run gets which tests?

Whole files, since most of what takes long is made once for a file. pytest-xdist's own groups by mark have no
effect with the locked pytest (9.2): the mark is put into a name that pytest no longer reads.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# These start one product and one browser for all, or need the machine's disk and cores for themselves.
TOGETHER = ("tests/journeys/", "tests/contracts/test_survival", "tests/contracts/test_backup")


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out files in the order in which they were collected: what takes longest lies in the first folders."""

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((start for start in TOGETHER if file.startswith(start)), file)
