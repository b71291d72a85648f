"""How does one assessment leave as a file, and come back as it was?

JSON for machines and backups, XLSX for people without a connection (both come back exactly), CSV to look at. A file
from outside is refused with a sentence that names the place and the fault.
"""

from wardmote.engines.frameworks.exchange.csv_table import to_csv
from wardmote.engines.frameworks.exchange.json_file import from_json, to_json
from wardmote.engines.frameworks.exchange.record import (
    ORGANISATION,
    AssessmentRecord,
    OutcomeRecord,
    with_every_outcome,
)
from wardmote.engines.frameworks.exchange.refusal import ExchangeError
from wardmote.engines.frameworks.exchange.workbook_reading import from_xlsx
from wardmote.engines.frameworks.exchange.workbook_writing import to_xlsx

__all__ = [
    "ORGANISATION",
    "AssessmentRecord",
    "ExchangeError",
    "OutcomeRecord",
    "from_json",
    "from_xlsx",
    "to_csv",
    "to_json",
    "to_xlsx",
    "with_every_outcome",
]
