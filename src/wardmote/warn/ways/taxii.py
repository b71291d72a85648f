"""How do a TAXII collection's new objects come, page by page?"""

import io
import json
from base64 import b64encode
from collections.abc import Iterator

from wardmote.engines.advisories.readers import stix_bundle
from wardmote.engines.advisories.taxii.client import LARGEST_ANSWER, Page, Request, Response, TaxiiError, objects

from ..fetching import FetchTrouble, fetch_bytes
from ..models import Source
from .arriving import Arrived, Note, SourceTrouble, secret_of


def arrivals(source: Source, note: Note) -> Iterator[Arrived]:
    """Yield each page as a bundle of its own."""
    dialogue = objects(source.address, added_after=source.cursor.get("added_after", ""))
    answer: Response | None = None
    try:
        said = next(dialogue)
        while True:
            answer = None
            if isinstance(said, Page):
                if said.objects:
                    yield _arrived(source, said)
            else:
                answer = _answer(source, said)
            said = dialogue.send(answer)
    except StopIteration:
        return
    except (TaxiiError, FetchTrouble) as trouble:
        raise SourceTrouble(str(trouble)) from trouble


def _arrived(source: Source, page: Page) -> Arrived:
    bundle = json.dumps({"type": "bundle", "id": "bundle--0", "objects": page.objects}).encode()
    after = {"added_after": page.reached or source.cursor.get("added_after", "")}
    return Arrived(stix_bundle.read(io.BytesIO(bundle)), lambda: after, len(bundle))


def _answer(source: Source, request: Request) -> Response:
    secret = secret_of(source) if request.is_home else ""
    found = fetch_bytes(
        request.url,
        LARGEST_ANSWER,
        headers=request.headers,
        secrets={"Authorization": _credentials(secret)} if secret else {},
        follows=False,
    )
    return Response(found.status, found.headers, found.body)


def _credentials(secret: str) -> str:
    """Return a name with its password as HTTP takes it (RFC 7617), or a token (RFC 6750)."""
    return f"Basic {b64encode(secret.encode()).decode()}" if ":" in secret else f"Bearer {secret}"
