"""Which files are taken with a post, and what is taken out of them before anybody keeps them?"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from wardmote.engines.files import inspect, safe_name
from wardmote.engines.stripping import KINDS, Uncleanable, strip
from wardmote.kernel.denial import Denied
from wardmote.kernel.private_files import storing

FOLDER = "posts"
MOST_FILES, LARGEST_MB, LONGEST_NAME = 5, 10, 120


@dataclass(frozen=True)
class Upload:
    """A file as it came in: the name is the sender's word, and the content hasn't been looked at."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Cleaned:
    """A file as it is kept; `removed` says in words what was taken out."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    removed: tuple[str, ...] = ()


class NotTaken(Denied):
    """A file isn't taken, with a sentence that says what to do."""


def clean_all(uploads: Sequence[Upload], *, is_nameless: bool) -> list[Cleaned]:
    """Return the files without what they say about their makers; where nobody is named, their names go as well."""
    if len(uploads) > MOST_FILES:
        raise NotTaken(_("Choose five files or fewer."))
    return [_clean(upload, number if is_nameless else 0) for number, upload in enumerate(uploads, 1)]


@contextmanager
def storing_all(files: Sequence[Cleaned], owner: int) -> Iterator[list[str]]:
    """Write the files to the disk and give their stored names; where what follows fails, they go again."""
    with ExitStack() as stack:
        yield [stack.enter_context(storing([file.content], f"{FOLDER}/{owner}")) for file in files]


def _clean(upload: Upload, number: int) -> Cleaned:
    found = inspect(upload.content, upload.name)
    if found.refusal is not None:
        raise NotTaken(_(found.refusal))
    if found.kind not in KINDS:
        raise NotTaken(_("Choose a PDF, a picture (PNG or JPEG), a Word, Excel or PowerPoint file, or a text."))
    try:
        content, removed = strip(upload.content, found.kind)
    except Uncleanable as fault:
        raise NotTaken(_(fault.sentence)) from fault
    name = safe_name(upload.name)
    ending = name.rpartition(".")[2][:10]
    if number:
        name = f"file-{number}.{ending}"
    elif len(name) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return Cleaned(name, found.media_type, content, removed)
