"""Which stories may councils have to hear of?"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from wardmote.engines.advisories.deciding import LIKELY_PROBABILITY, news_since

from ..models import Match, Notice, Story


def stories_to_settle(at: datetime) -> list[int]:
    """Return the stories that match something and are worth telling of by themselves, and those that were told."""
    telling = Q(exploited_on__isnull=False) | Q(probability__gte=LIKELY_PROBABILITY)
    telling |= Q(published_at__isnull=True) | Q(published_at__date__gte=news_since(localdate(at)))
    matched, told = Match.objects.filter(story=OuterRef("pk")), Notice.objects.filter(story=OuterRef("pk"))
    found = Story.objects.filter((telling & Exists(matched)) | Exists(told))
    return list(found.order_by("pk").values_list("pk", flat=True))
