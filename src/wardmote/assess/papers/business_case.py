"""What does the business case say on paper?"""

from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.engines.plans import pounds
from wardmote.kernel.denial import Denied
from wardmote.kernel.moments import now
from wardmote.register.public import find_viewer

from ..models import Paper
from ..queries.desks import own_desk
from ..queries.plan_case import business_case


def html_of(paper: Paper) -> str:
    """Return the paper as one HTML page without outside files, for the person who asked and as the plan stands now.

    Denied where that person may not read the plan any more.
    """
    if paper.asked_by is None:
        raise Denied(_("Nobody waits for this paper any more."))
    at = now()
    viewer = find_viewer(paper.asked_by, localdate(at))
    desk = own_desk(viewer, paper.council.code, paper.assessment_id, at)
    context = {"desk": desk, "case": business_case(desk), "pounds": pounds}
    return render_to_string("assess/papers/business_case.html", context)
