"""What do the pages about software, warnings and sources speak of in the demonstration region?"""

from datetime import timedelta

from tests.unit.warn.warned import a_notice, a_statement, a_story
from wardmote.estate.models import Edition, Item, ItemSource, Product
from wardmote.kernel.moments import now, today
from wardmote.register.models import Body
from wardmote.warn.models import Priority, Source

COUNCIL = "demo-ald"


def warnings() -> dict[str, str]:
    """Put software on a council's list and warn it; return the numbers that addresses name."""
    council, at = Body.objects.get(code=COUNCIL), now()
    product = Product.objects.filter(is_in_catalogue=True).order_by("key")[0]
    edition, _ = Edition.objects.get_or_create(product=product, version="")
    lines = {"source": ItemSource.TYPED, "added_at": at, "changed_at": at}
    named = Item.objects.create(council=council, edition=edition, written=product.name, is_exposed=True, **lines)
    unnamed = Item.objects.create(council=council, written="Civica OpenRevenus v23", **lines)
    sent = Item.objects.create(
        council=council, written="Something of a list", batch="scanner", **(lines | {"source": ItemSource.PUSHED})
    )
    story = a_story("NetScaler Gateway leaks sessions", "CVE-2026-1999", at=at, score=9.4, exploited_on=today())
    a_statement(story, at=at)
    notice = a_notice(council, story, at=at, priority=Priority.NOW, due_on=today() + timedelta(days=3))
    return {
        "item": str(named.pk),
        "unnamed": str(unnamed.pk),
        "of-list": str(sent.pk),
        "notice": str(notice.pk),
        "source": Source.objects.order_by("key")[0].key,
    }
