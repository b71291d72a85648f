"""Which work of this room falls due by itself? Sources are read, and people and channels told."""

from .channel_jobs import DUTIES as CHANNEL_DUTIES
from .csaf_jobs import DUTIES as CSAF_DUTIES
from .matching_jobs import DUTIES as MATCHING_DUTIES
from .sighting_jobs import DUTIES as SIGHTING_DUTIES
from .source_jobs import DUTIES as SOURCE_DUTIES
from .telling import DUTIES as TELLING_DUTIES

DUTIES = [*CSAF_DUTIES, *MATCHING_DUTIES, *SIGHTING_DUTIES, *SOURCE_DUTIES, *TELLING_DUTIES, *CHANNEL_DUTIES]
