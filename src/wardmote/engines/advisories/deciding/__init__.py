"""How urgent is a fault in something that a council runs, and by when should it be mended?"""

from .rules import Case, Decision, Priority, decide, is_worth_telling

__all__ = ["Case", "Decision", "Priority", "decide", "is_worth_telling"]
