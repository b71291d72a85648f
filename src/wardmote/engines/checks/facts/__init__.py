"""What was seen from outside? Frozen values that gathering returns and that judging reads; nothing here asks."""

from wardmote.engines.checks.facts.answers import Absent, Answer, Answered, Missing, Reason, Unreachable

__all__ = ["Absent", "Answer", "Answered", "Missing", "Reason", "Unreachable"]
