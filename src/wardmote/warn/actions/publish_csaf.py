"""What an owner published for everybody is laid out anew as signed CSAF documents, or taken away."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from wardmote.engines.advisories.csaf.publishing import Shelf, tree
from wardmote.engines.advisories.csaf.signing import SigningKey
from wardmote.kernel import audit
from wardmote.kernel.viewer import seeing_as_system
from wardmote.register.models import Body
from wardmote.register.public import Viewer

from ..csaf_documents import notice_of, published_by, publisher_of
from ..csaf_keys import key_of
from ..csaf_tree import METADATA, forget_tree, published_files, write_tree
from ..models import DeskSetting

_SIGNATURE = ".asc"


def publish_csaf(*, by: Viewer | None, owner: Body, at: datetime) -> int:
    """Return how many documents are published now. `by` is None where the house does it after a publication.

    Two at once come one after another, so that the later reading of the bulletins is the one that stays.
    """
    with transaction.atomic(), seeing_as_system():
        Body.objects.select_for_update(no_key=True).get(pk=owner.pk)
        setting = DeskSetting.objects.filter(owner=owner, owner__is_demonstration=False, publishes_csaf=True).first()
        before = published_files(owner.pk)
        files = _files(owner, setting, before, at) if setting else {}
        if _without_moment(files) == _without_moment(before):
            return _documents_in(files)
        audit.record(
            by=by.person.pk if by else None,
            body=owner.pk,
            action="csaf.published",
            subject=f"body:{owner.pk}",
            at=at,
            before={"documents": _documents_in(before)},
            after={"documents": _documents_in(files)},
        )
        if files:
            write_tree(owner.pk, files)
        else:
            forget_tree(owner.pk)
        return _documents_in(files)


def _files(owner: Body, setting: DeskSetting, before: dict[str, bytes], at: datetime) -> dict[str, bytes]:
    key, folder = key_of(setting), f"csaf/{owner.code}"
    shelf = Shelf(
        settings.SERVICE_URL,
        publisher_of(owner, setting.contact),
        key.fingerprint,
        setting.key_public.encode(),
        _Signatures(key, before).sign,
        folder,
    )
    notices = [notice_of(bulletin, shelf.publisher) for bulletin in published_by(owner)]
    return {name.removeprefix(f"{folder}/"): data for name, data in tree(notices, shelf, at=at).items()}


class _Signatures:
    """Signatures of documents; those that stood before stay where neither the document nor the key changed."""

    def __init__(self, key: SigningKey, before: dict[str, bytes]) -> None:
        """Look up what was signed with this key."""
        self._key = key
        is_same_key = f"openpgp/{key.fingerprint}{_SIGNATURE}" in before
        self._made = {
            before[name.removesuffix(_SIGNATURE)]: data
            for name, data in before.items()
            if is_same_key and name.endswith(f".json{_SIGNATURE}")
        }

    def sign(self, data: bytes) -> bytes:
        """Return a document's signature."""
        return self._made.get(data) or self._key.sign(data)


def _without_moment(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files without the lines that say when the tree was made."""
    lines = files.get(METADATA, b"").splitlines()
    return files | {METADATA: b"\n".join(line for line in lines if b'"last_updated"' not in line)}


def _documents_in(files: dict[str, bytes]) -> int:
    return sum(name.endswith(f".json{_SIGNATURE}") for name in files)
