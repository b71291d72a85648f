"""How are a council's warnings written as a feed?"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wardmote.kernel import atom
from wardmote.register.public import name_of

from .channel_messages import line_of
from .letters import bulletin_words
from .models import BulletinState, Priority
from .queries.channels import ChannelItem
from .queries.feed import OpenedFeed


def written(seen: OpenedFeed, *, self_address: str) -> bytes:
    """Return the feed; its id and its entries' ids stay the same whatever the installation is called."""
    return atom.written(
        key=f"warning-feed/{seen.feed.pk}/{seen.feed.digest}",
        title=_("Warnings that concern %(name)s") % {"name": name_of(seen.council)},
        updated=seen.items[0].said_at if seen.items else seen.feed.made_at,
        self_address=self_address,
        entries=(_entry(seen, item) for item in seen.items),
    )


def _entry(seen: OpenedFeed, item: ChannelItem) -> atom.Entry:
    line = line_of(item, seen.council, localdate(seen.at))
    says = [str(Priority(item.notice.priority).label), line.act] if line.act else []
    if not line.act and item.bulletin and item.bulletin.state == BulletinState.WITHDRAWN:
        says = [bulletin_words(item.bulletin)]
    return atom.Entry(
        key=f"warning/{seen.council.code}/{item.notice.pk}",
        title=line.what,
        updated=item.said_at,
        link=line.link,
        content="\n".join(says),
    )
