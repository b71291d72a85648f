"""How large may a picture be once it is unpacked?"""

from wardmote.engines.files.inspection import Refused

LONGEST_SIDE = 20_000
MOST_PIXELS = 100_000_000
DAMAGED = "The picture is damaged, or something hangs on its end. Open it, save it afresh and upload that."


def check_dimensions(width: int, height: int) -> None:
    """Refuse pictures that are empty or would fill a reader's memory."""
    if not width or not height:
        raise Refused(DAMAGED)
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise Refused("The picture has more than 100 million dots. Save it smaller and upload that.")
