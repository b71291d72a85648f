"""What do the pages of a desk and of what members share speak of in the demonstration region?"""

from tests.unit.warn.warned import a_story
from wardmote.kernel.moments import now
from wardmote.kernel.private_files import store
from wardmote.register.models import Body
from wardmote.warn.models import (
    Bulletin,
    BulletinEdition,
    BulletinState,
    Circle,
    CircleMember,
    EditorWord,
    Post,
    PostFile,
    PostKind,
)

COUNCIL, WARP = "demo-ald", "demo-warp"


def desk() -> dict[str, str]:
    """Have the WARP write, and a member say something in a circle; return the numbers that addresses name."""
    council, warp, at = Body.objects.get(code=COUNCIL), Body.objects.get(code=WARP), now()
    circle = Circle.objects.create(owner=warp, name="Social care systems", is_chatham_house=True, opened_at=at)
    CircleMember.objects.create(circle=circle, body=council, since=at)
    words = {
        "owner": warp,
        "title": "Change the passwords of suppliers' accounts",
        "what": "A supplier of several members lost the passwords of its support accounts.",
        "concerns": "Whoever lets the supplier in from outside.",
        "act": "Change the passwords of the supplier's accounts, and look at what they did since May.",
        "sources": [{"url": "https://supplier.example/notice", "title": "What the supplier says"}],
        "written_at": at,
        "changed_at": at,
    }
    draft = Bulletin.objects.create(**words, label="green")
    out = {"state": BulletinState.PUBLISHED, "edition": 1, "published_at": at, "reference": "DEMO-WARP-WALK-1"}
    told = a_story("Change the passwords of suppliers' accounts", at=at, label="amber", editor=EditorWord.SETTLED)
    bulletin = Bulletin.objects.create(**words, **out, label="amber", audience="circle", circle=circle, story=told)
    BulletinEdition.objects.create(bulletin=bulletin, number=1, said={}, at=at)
    said = {"owner": warp, "circle": circle, "label": "amber", "said_at": at, "changed_at": at}
    post = Post.objects.create(
        **said,
        kind=PostKind.QUESTION,
        title="Who has moved its payroll?",
        text="We plan to in spring.",
        is_anonymous=True,
    )
    stored = store([b"Plan"], f"posts/{post.pk}")
    PostFile.objects.create(post=post, name="plan.txt", stored=stored, media_type="text/plain", size=4)
    unmatched = a_story("A portal that nobody can place", at=at, editor=EditorWord.NO_PRODUCT)
    return {
        "draft": str(draft.pk),
        "bulletin": str(bulletin.pk),
        "circle": str(circle.pk),
        "post": str(post.pk),
        "story": str(unmatched.pk),
    }
