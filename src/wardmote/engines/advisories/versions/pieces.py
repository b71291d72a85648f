"""How are numbers and words written so that the order of bytes is their order?"""

LONGEST_KEY = 200
LONGEST_TEXT = 256
_MOST_DIGITS = 70

# What may stand at one place of a version, from the lowest to the highest. Each scheme says which of them it uses.
BELOW = b"\x10"
BELOW_ZERO = b"\x14"
END = b"\x20"
UPDATE = b"\x30"
ZERO = b"\x34"
WORD = b"\x40"
_NUMBER = 0x50
TEXT = b"\x80"


def number(digits: str) -> bytes:
    """Write a whole number, given in ASCII digits: its length, then its bytes. Beyond 10^70 all are one."""
    digits = digits.lstrip("0")
    if not digits:
        return b"\x50"
    value = int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS
    size = (value.bit_length() + 7) // 8
    return bytes((_NUMBER + size,)) + value.to_bytes(size, "big")


def word(text: str) -> bytes:
    """Write a word in the order of its characters, shorter ones first."""
    return text.replace("\0", "").encode("utf-8", "replace") + b"\0"


def numbers_from(parts: list[str]) -> list[str]:
    """Return the parts of dotted numbers without the zeros at their end: 1.0 and 1.0.0 are one version."""
    last = len(parts)
    while last and not parts[last - 1].strip("0"):
        last -= 1
    return parts[:last]
