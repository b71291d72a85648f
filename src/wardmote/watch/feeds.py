"""How are changes written as a feed?"""

from urllib.parse import urljoin

from django.urls import reverse
from django.utils.translation import gettext as _

from wardmote.kernel import atom

from .catalogue import title_of
from .models import Change, VerdictWord
from .queries.opened import OpenedFeed


def written(feed: OpenedFeed, *, self_address: str, site: str) -> bytes:
    """Return the feed; its id and its entries' ids stay the same whatever the installation is called."""
    return atom.written(
        key=f"feed/{feed.link.pk}/{feed.link.digest}",
        title=_("Outside checks of %(name)s: what changed") % {"name": feed.council},
        updated=feed.changes[0].at if feed.changes else feed.link.made_at,
        self_address=self_address,
        entries=(_entry(feed, change, site) for change in feed.changes),
    )


def _entry(feed: OpenedFeed, change: Change, site: str) -> atom.Entry:
    title, domain, verdict = title_of(change.check_id), change.domain.name, VerdictWord(change.after).label
    was = _("Got worse") if change.is_graver else _("Was: %(word)s") % {"word": VerdictWord(change.before).label}
    return atom.Entry(
        key=f"change/{feed.code}/{change.pk}",
        title=f"{domain}: {verdict}: {change.says}",
        updated=change.at,
        link=urljoin(site, reverse("watch:finding", args=[feed.code, change.domain_id, change.check_id])),
        content="\n".join(str(line) for line in (title, was, change.says, change.fix) if line),
    )
