"""What official wording does a file bring, which faults does it have, and what would it change?

A framework ships with our own words only. Its official statements come from a file that a person imports:
`read_wording` reads the CAF's own YAML, our TOML or a CSV table, keeps every statement that it can, and says what is
odd about the rest. `compare` says what an import would add, remove, reword or move. Pure: nothing is stored here.
"""

from wardmote.engines.frameworks.importing.comparing import WordingChange, compare
from wardmote.engines.frameworks.importing.reading import LARGEST_FILE, read_wording
from wardmote.engines.frameworks.importing.wording import Fault, Wording

__all__ = ["LARGEST_FILE", "Fault", "Wording", "WordingChange", "compare", "read_wording"]
