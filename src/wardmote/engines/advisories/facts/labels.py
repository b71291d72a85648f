"""How far may a piece of information travel?"""

from enum import StrEnum


class Label(StrEnum):
    """The labels of the Traffic Light Protocol 2.0 (FIRST, 2022), from the widest circle to the narrowest.

    CLEAR: anybody. GREEN: the community. AMBER: the receiver's organisation and its clients. AMBER_STRICT: the
    receiver's organisation only. RED: the named people only.
    """

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber-strict"
    RED = "red"

    @property
    def written(self) -> str:
        """The label as the standard writes it: `TLP:AMBER+STRICT`."""
        return f"TLP:{self.value.upper().replace('-', '+')}"

    @property
    def strictness(self) -> int:
        """0 for CLEAR to 4 for RED."""
        return tuple(Label).index(self)
