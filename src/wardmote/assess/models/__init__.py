"""What the room stores, one aggregate to a file."""

from .stocktakes import Answer, RatingWord, Reason, Stocktake, Submission

__all__ = ["Answer", "RatingWord", "Reason", "Stocktake", "Submission"]
