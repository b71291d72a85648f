"""What did a council answer, and does the answer belong to the area?"""

from collections.abc import Mapping
from dataclasses import dataclass

from wardmote.engines.frameworks.questionnaire import TOP_LEVEL, Area


@dataclass(frozen=True)
class Answer:
    """A level from 0 to 4, or None for "don't know", which scores 0 and is reported as unknown.

    A question that nobody has answered has no Answer at all. ValueError for any other level.
    """

    level: int | None

    def __post_init__(self) -> None:
        if self.level is not None and self.level not in range(TOP_LEVEL + 1):
            raise ValueError(f"An answer is a level from 0 to {TOP_LEVEL} or don't know, not {self.level!r}.")

    @property
    def is_unknown(self) -> bool:
        """Whether the answer is "don't know"."""
        return self.level is None

    @property
    def scores(self) -> int:
        """The level that counts towards the score: 0 for "don't know"."""
        return self.level or 0


def check_they_belong(area: Area, answers: Mapping[str, Answer]) -> None:
    """Raise ValueError when an answer is to a question that the area doesn't ask."""
    strangers = sorted(set(answers) - {question.id for question in area.questions})
    if strangers:
        raise ValueError(f'The area "{area.id}" has no question "{strangers[0]}".')
