"""Which work of this room falls due by itself? Sources are read, and people told."""

from .source_jobs import DUTIES as SOURCE_DUTIES
from .telling import DUTIES as TELLING_DUTIES

DUTIES = [*SOURCE_DUTIES, *TELLING_DUTIES]
