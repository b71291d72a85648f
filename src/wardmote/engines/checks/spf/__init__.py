"""Who may send mail as this domain (RFC 7208)? `check_host` answers for one message, `survey` for all of them."""

from .evaluation import MOST_LOOKUPS, MOST_MX, MOST_PTR, MOST_VOIDS, SpfResult, SpfVerdict, Step, check_host
from .mending import NOBODY, begun_properly, costs, ending_as, mended, merged, own_term, softened, unreadable, without
from .record import Mechanism, Modifier, Qualifier, SpfRecord, is_spf, read_spf, spf_records
from .remarks import Remark, RemarkKind
from .survey import SpfSurvey, Visited, survey

__all__ = [
    "MOST_LOOKUPS",
    "MOST_MX",
    "MOST_PTR",
    "MOST_VOIDS",
    "NOBODY",
    "Mechanism",
    "Modifier",
    "Qualifier",
    "Remark",
    "RemarkKind",
    "SpfRecord",
    "SpfResult",
    "SpfSurvey",
    "SpfVerdict",
    "Step",
    "Visited",
    "begun_properly",
    "check_host",
    "costs",
    "ending_as",
    "is_spf",
    "mended",
    "merged",
    "own_term",
    "read_spf",
    "softened",
    "spf_records",
    "survey",
    "unreadable",
    "without",
]
