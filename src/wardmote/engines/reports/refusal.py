"""What does somebody read whose report can't be taken, and what does a machine count it under?"""


class ReportError(Exception):
    """A report can't be taken: `sentence` is for people, `key` is a stable word for machines."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key
        self.sentence = sentence
