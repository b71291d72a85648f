"""What does somebody read whose file can't be taken?"""


class ExchangeError(Exception):
    """A file or a record can't be taken; the message is a sentence that names the place and the fault."""


def refuse(where: str, fault: str) -> ExchangeError:
    """The refusal for a fault at a place: a sheet and a cell, a path in JSON, or nothing for the file as a whole."""
    return ExchangeError(f"{where}: {fault}." if where else f"{fault}.")
