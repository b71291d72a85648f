"""How does the engine say that it can't clean a file?"""


class Uncleanable(Exception):
    """The file can't be freed of what it says about its maker; `sentence` says what the person can do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
