"""Which properties must a provider's metadata and feeds have? (CSAF 2.0, sections 7.1.7, 7.1.8 and 7.1.15)"""

from wardmote.engines.advisories.csaf.shapes.document import publisher
from wardmote.engines.advisories.csaf.shapes.parts import MOMENT, TEXT, URI, Shape, at_least, fields, like, some, word

_JSON_URL: Shape = {**URI, "pattern": r"\.json$"}
_YES_OR_NO: Shape = {"type": "boolean"}
TLP_LABELS = ("UNLABELED", "WHITE", "GREEN", "AMBER", "RED", "CLEAR", "AMBER+STRICT")


def provider() -> Shape:
    """Return the schema of provider-metadata.json."""
    feed_ = fields("tlp_label url", summary={"type": "string"}, tlp_label=word(*TLP_LABELS), url=_JSON_URL)
    rolie = fields(
        "feeds",
        categories=some(_JSON_URL, unequal=True),
        feeds=some(feed_, unequal=True),
        services=some(_JSON_URL, unequal=True),
    )
    key = fields("url", fingerprint=like("^[0-9a-fA-F]{40,}$", least=40), url=URI)
    return fields(
        "canonical_url last_updated list_on_CSAF_aggregators mirror_on_CSAF_aggregators metadata_version "
        "publisher role",
        canonical_url={**URI, "pattern": r"/provider-metadata\.json$"},
        distributions=some(at_least(1, fields(directory_url=URI, rolie=rolie)), unequal=True),
        last_updated=MOMENT,
        list_on_CSAF_aggregators=_YES_OR_NO,
        metadata_version=word("2.0", "2.1"),
        mirror_on_CSAF_aggregators=_YES_OR_NO,
        public_openpgp_keys={"type": "array", "items": key},
        publisher=publisher(is_new=True),
        role=word("csaf_publisher", "csaf_provider", "csaf_trusted_provider"),
    )


def feed() -> Shape:
    """Return the schema of a ROLIE feed of CSAF documents (RFC 8322, section 6; CSAF 2.0, section 7.1.15)."""
    link = fields("rel href", rel=TEXT, href=URI)
    content = fields("src type", src=_JSON_URL, type=word("application/json"))
    entry = fields(
        "id title link published updated content format",
        id=TEXT,
        title=TEXT,
        link=some(link),
        published=MOMENT,
        updated=MOMENT,
        content=content,
        format=fields("schema version", schema=URI, version=TEXT),
    )
    head = fields(
        "id title link category updated",
        id=TEXT,
        title=TEXT,
        link=some(link),
        category=some(fields("scheme term", scheme=URI, term=TEXT)),
        updated=MOMENT,
        entry={"type": "array", "items": entry},
    )
    return fields("feed", feed=head)
