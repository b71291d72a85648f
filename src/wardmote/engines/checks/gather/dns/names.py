"""How does a domain name travel in a DNS message, and how is it written down (RFC 1035, sections 3.1, 4.1.4, 5.1)?"""

LONGEST_NAME, LONGEST_LABEL = 255, 63
# A legal name has at most 127 labels, so nobody needs more jumps; without a limit, long chains cost quadratic time.
_MOST_JUMPS = 127
_PLAIN = b"abcdefghijklmnopqrstuvwxyz0123456789-_."
_SIZES = tuple(bytes((size,)) for size in range(LONGEST_LABEL + 1))
_ESCAPED = frozenset(b'"().;\\@$')

# The names read so far in one message: where each began, its text, and how many bytes it takes uncompressed.
Known = dict[int, tuple[str, int]]


class Malformed(ValueError):
    """The message breaks the format."""


class Unaskable(ValueError):
    """The text is no domain name that can be asked about."""


def normal(name: str) -> str:
    """Return the name as it is compared: lower case, without the final dot; the root is `.`."""
    return name.rstrip(".").lower() or "."


def encode_name(name: str) -> bytes:
    """Return an uncompressed name. Escapes (`\\.`, `\\046`) are understood; raises Unaskable."""
    if name in (".", ""):
        return b"\0"
    labels = _labels_of(name) if "\\" in name or not name.isascii() else normal(name).encode().split(b".")
    if len(name) <= LONGEST_LABEL and b"" not in labels:
        return b"".join([_SIZES[len(label)] + label for label in labels]) + b"\0"
    sizes = list(map(len, labels))
    if min(sizes) == 0 or max(sizes) > LONGEST_LABEL or sum(sizes) + len(sizes) >= LONGEST_NAME:
        raise Unaskable(name)
    return b"".join([_SIZES[size] + label for size, label in zip(sizes, labels, strict=True)]) + b"\0"


def _labels_of(name: str) -> list[bytes]:
    labels, place = [bytearray()], 0
    text = name.encode("ascii", "replace") if name.isascii() else _refuse(name)
    while place < len(text):
        char = text[place : place + 1]
        digits = text[place + 1 : place + 4]
        if char == b"\\" and digits.isdigit() and len(digits) == 3 and int(digits) < 256:
            labels[-1].append(int(digits))
            place += 3
        elif char == b"\\" and place + 1 < len(text):
            labels[-1] += text[place + 1 : place + 2].lower()
            place += 1
        elif char == b".":
            labels.append(bytearray())
        else:
            labels[-1] += char.lower()
        place += 1
    return [bytes(label) for label in (labels[:-1] if not labels[-1] else labels)]


def _refuse(name: str) -> bytes:
    raise Unaskable(name)


def read_name(wire: bytes, place: int, known: Known) -> tuple[str, int]:
    """Return the name at `place` and where the reading goes on; raises Malformed or IndexError.

    A pointer must lead to before the place where this part of the name began, so that no loop can be entered.
    """
    start = earliest = place
    goes_on = 0
    labels: list[bytes] = []
    tail, length = "", 0
    for _ in range(LONGEST_NAME + _MOST_JUMPS):
        size = wire[place]
        if size >= 192:
            goes_on = goes_on or place + 2
            place = (size & 63) << 8 | wire[place + 1]
            if place >= earliest:
                raise Malformed("a compressed name leads forwards")
            earliest = place
            if place in known:
                tail, length = known[place]
                break
        elif size == 0:
            goes_on = goes_on or place + 1
            break
        elif size > LONGEST_LABEL:
            raise Malformed("a label of an unknown kind")
        else:
            labels.append(wire[place + 1 : place + 1 + size])
            place += 1 + size
    else:
        raise Malformed("a name without an end")
    text, length = _joined(labels, tail, length or 1)
    known[start] = text, length
    return text, goes_on


def _joined(labels: list[bytes], tail: str, tail_length: int) -> tuple[str, int]:
    if not labels:
        return tail or ".", tail_length
    length = sum(map(len, labels)) + len(labels) + tail_length
    if length > LONGEST_NAME:
        raise Malformed("a name that is too long")
    joined = b".".join(labels).lower()
    if joined.translate(None, _PLAIN) or joined.count(b".") != len(labels) - 1:
        text = ".".join(_escaped(label.lower()) for label in labels)
    else:
        text = joined.decode()
    return (f"{text}.{tail}" if tail and tail != "." else text), length


def _escaped(label: bytes) -> str:
    return "".join(
        f"\\{chr(byte)}" if byte in _ESCAPED else chr(byte) if 0x20 < byte < 0x7F else f"\\{byte:03d}" for byte in label
    )
