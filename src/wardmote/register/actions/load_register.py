"""An empty installation gets the register that ships with Wardmote."""

from datetime import datetime
from importlib import resources

from django.db import transaction

from ..models import Body, BodyRecord
from ..models.bodies import Kind
from ..tables import read_councils, read_successors
from .apply_register import apply_register
from .plan_successors import plan_successors

SOURCE = "Wardmote's table, from ONS (OGL v3), mySociety (CC BY 4.0) and GOV.UK Local Links Manager (MIT)"
PROGRAMME, PLATFORM = "national-programme", "wardmote"


def load_register(*, at: datetime) -> int:
    """Load councils, their successors and the bodies that staff belong to; returns how many bodies there are."""
    data = resources.files("wardmote.register") / "data"
    rows = read_councils((data / "councils.csv").read_text(encoding="utf-8"))
    successors = read_successors((data / "lgr_successors.csv").read_text(encoding="utf-8"))
    with transaction.atomic():
        if not Body.objects.filter(is_demonstration=False, kind=Kind.PLATFORM).exists():
            apply_register(by=None, rows=rows, valid_from=None, source=SOURCE, at=at)
            plan_successors(rows=successors, at=at)
            _add_staff_bodies()
        return Body.objects.filter(is_demonstration=False).count()


def _add_staff_bodies() -> None:
    for code, kind, name in (
        (PROGRAMME, Kind.PROGRAMME, "National programme"),
        (PLATFORM, Kind.PLATFORM, "Wardmote administration"),
    ):
        body, is_new = Body.objects.get_or_create(code=code, defaults={"kind": kind})
        if is_new:
            BodyRecord.objects.create(body=body, name=name, short_name=name, source="Wardmote")
