"""How urgent is a fault in something that a council runs, and by when should it be mended?"""

from .rules import LIKELY_PROBABILITY, Case, Decision, Priority, decide, is_worth_telling, news_since

__all__ = ["LIKELY_PROBABILITY", "Case", "Decision", "Priority", "decide", "is_worth_telling", "news_since"]
