"""Whose estate does a program ask about, and which words may it send?"""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field

from wardmote.kernel.roles import READS_ANSWERS
from wardmote.register.models import Body
from wardmote.register.public import find_body, moment_of, own_body, viewer_of

from .facts import LONGEST_NAME

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,24}$", description="The council's code in the register.")]
Words = Annotated[str, Field(max_length=LONGEST_NAME, pattern=r"^[^\x00]*$")]


def own_council(request: HttpRequest, code: str) -> Body:
    """Return the council of this code, for people inside it; others are refused in words."""
    viewer = viewer_of(request)
    council = find_body(code, demonstration=viewer.person.is_demonstration)
    return own_body(viewer, council.code, moment_of(request), READS_ANSWERS)
