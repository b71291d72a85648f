"""Which objects does an envelope hold, each as it was written?"""

import msgspec

from wardmote.engines.advisories.taxii.paging import PagingError

MOST_OBJECTS = 10_000


class Envelope(msgspec.Struct):
    """What a client sends (TAXII 2.1, section 3.7); objects stay as they are written."""

    objects: list[msgspec.Raw] = []


_DECODER = msgspec.json.Decoder(Envelope)


def objects_in(body: bytes) -> list[bytes]:
    """Return the objects; PagingError where the envelope is none, or is too full."""
    try:
        found = _DECODER.decode(body)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise PagingError("The body is no TAXII envelope: a JSON object with a list named “objects”.") from fault
    if len(found.objects) > MOST_OBJECTS:
        raise PagingError(f"An envelope may hold {MOST_OBJECTS:,} objects at most.")
    return [bytes(raw) for raw in found.objects]
