"""Which properties must a CSAF document have? (CSAF 2.0, section 3.2)"""

from wardmote.engines.advisories.csaf.shapes.cvss import cvss_v2, cvss_v3, cvss_v4
from wardmote.engines.advisories.csaf.shapes.parts import (
    MOMENT,
    TEXT,
    URI,
    Shape,
    at_least,
    fields,
    like,
    ref,
    some,
    word,
)

# A formatted string of CPE 2.3 (NISTIR 7695, section 6.2, as NIST's own pattern has it), or a URI of CPE 2.2.
_ATTRIBUTE = r"(((\?*|\*?)([a-zA-Z0-9\-\._]|(\\[\\\*\?!\"#\$%&'\(\)\+,/:;<=>@\[\]\^`\{\|\}~]))+(\?*|\*?))|[\*\-])"
_CPE_LANGUAGE = r"(([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?)|[\*\-])"
_CPE_23 = rf"cpe:2\.3:[aho\*\-](:{_ATTRIBUTE}){{5}}(:{_CPE_LANGUAGE})(:{_ATTRIBUTE}){{4}}"
CPE = rf"^(({_CPE_23})|([c][pP][eE]:/[AHOaho]?(:[A-Za-z0-9\._\-~%]*){{0,6}}))$"
# A language tag (RFC 5646, section 2.1), and the two grandfathered ones that CSAF knows.
_TAG = (
    "([A-Za-z]{2,3}(-[A-Za-z]{3}(-[A-Za-z]{3}){0,2})?|[A-Za-z]{4,8})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
)
LANGUAGE = rf"^({_TAG}|[Xx](-[A-Za-z0-9]{{1,8}})+|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo])$"
# A whole number, or a semantic version (semver.org, 2.0.0).
_WHOLE = "(0|[1-9][0-9]*)"
_PRE = r"(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)"
_BUILD = "[0-9a-zA-Z-]+"
VERSION = rf"^({_WHOLE}|{_WHOLE}\.{_WHOLE}\.{_WHOLE}(-{_PRE}(\.{_PRE})*)?(\+{_BUILD}(\.{_BUILD})*)?)$"
_NO_SIGN_AT_ITS_ENDS = r"^[^\s\-_\.](.*[^\s\-_\.])?$"

_PRODUCTS = some(TEXT, unequal=True)
_IDS: dict[str, Shape] = {"product_ids": _PRODUCTS, "group_ids": _PRODUCTS}
_BRANCHES = (
    "architecture host_name language legacy patch_level product_family product_name product_version "
    "product_version_range service_pack specification vendor"
)
_FLAGS = (
    "component_not_present inline_mitigations_already_exist vulnerable_code_cannot_be_controlled_by_adversary "
    "vulnerable_code_not_in_execute_path vulnerable_code_not_present"
)
_RELATIONS = "default_component_of external_component_of installed_on installed_with optional_component_of"
_RESTARTS = "connected dependencies machine none parent service system vulnerable_component zone"
_STATUSES = "first_affected first_fixed fixed known_affected known_not_affected last_affected recommended"
_TLP_2_0 = "AMBER GREEN RED WHITE"
_TLP_2_1 = "AMBER AMBER+STRICT CLEAR GREEN RED"


def document(version: str) -> Shape:
    """Return the schema of CSAF "2.0" or "2.1"."""
    is_new = version == "2.1"
    shape = fields(
        "document" if not is_new else "$schema document",
        document=_head(version),
        product_tree=_product_tree(),
        vulnerabilities=some(_vulnerability(is_new=is_new)),
    )
    return {**shape, "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": _definitions(is_new=is_new)}


def _definitions(*, is_new: bool) -> dict[str, Shape]:
    branch = at_least(
        3,
        fields(
            "category name",
            category=word(*_BRANCHES.split(), *(["platform"] if is_new else [])),
            name=TEXT,
            branches=ref("branches"),
            product=ref("product"),
        ),
    )
    reference = fields("summary url", category=word("external", "self"), summary=TEXT, url=URI)
    categories = word("description", "details", "faq", "general", "legal_disclaimer", "other", "summary")
    note = fields("category text", audience=TEXT, category=categories, text=TEXT, title=TEXT)
    thanks = at_least(1, fields(names=some(TEXT), organization=TEXT, summary=TEXT, urls=some(URI)))
    return {
        "acknowledgments": some(thanks),
        "branches": some({**branch, "maxProperties": 3}),
        "product": fields("name product_id", name=TEXT, product_id=TEXT, product_identification_helper=helper()),
        "notes": some(note),
        "references": some(reference),
        "version": like(VERSION),
    }


def helper() -> Shape:
    """Return the shape of the names that machines know a product by."""
    sum_ = fields("algorithm value", algorithm=TEXT, value=like("^[0-9a-fA-F]{32,}$", least=32))
    purl: Shape = {**like(r"^pkg:[A-Za-z\.\-\+][A-Za-z0-9\.\-\+]*/.+", least=7), "format": "uri"}
    return at_least(
        1,
        fields(
            cpe=like(CPE, least=5),
            hashes=some(fields("file_hashes filename", file_hashes=some(sum_), filename=TEXT)),
            model_numbers=some(TEXT, unequal=True),
            purl=purl,
            purls=some(purl, unequal=True),
            sbom_urls=some(URI),
            serial_numbers=some(TEXT, unequal=True),
            skus=some(TEXT),
            x_generic_uris=some(fields("namespace uri", namespace=URI, uri=URI)),
        ),
    )


def _head(version: str) -> Shape:
    is_new = version == "2.1"
    tlp = fields("label", label=word(*(_TLP_2_1 if is_new else _TLP_2_0).split()), url=URI)
    distribution = at_least(1, fields("tlp" if is_new else "", text=TEXT, tlp=tlp))
    return fields(
        "category csaf_version publisher title tracking" + (" distribution" if is_new else ""),
        acknowledgments=ref("acknowledgments"),
        aggregate_severity=fields("text", namespace=URI, text=TEXT),
        category=like(_NO_SIGN_AT_ITS_ENDS),
        csaf_version=word(version),
        distribution=distribution,
        lang=like(LANGUAGE),
        notes=ref("notes"),
        publisher=publisher(is_new=is_new),
        references=ref("references"),
        source_lang=like(LANGUAGE),
        title=TEXT,
        tracking=_tracking(),
    )


def publisher(*, is_new: bool = False) -> Shape:
    """Return the shape of a publisher, which documents and providers share."""
    categories = ["coordinator", "discoverer", "other", "translator", "user", "vendor"]
    return fields(
        "category name namespace",
        category=word(*categories, *(["multiplier"] if is_new else [])),
        contact_details=TEXT,
        issuing_authority=TEXT,
        name=TEXT,
        namespace=URI,
    )


def _tracking() -> Shape:
    revision = fields("date number summary", date=MOMENT, legacy_version=TEXT, number=ref("version"), summary=TEXT)
    return fields(
        "current_release_date id initial_release_date revision_history status version",
        aliases=some(TEXT, unequal=True),
        current_release_date=MOMENT,
        generator=fields("engine", date=MOMENT, engine=fields("name", name=TEXT, version=TEXT)),
        id=like(r"^[\S](.*[\S])?$"),
        initial_release_date=MOMENT,
        revision_history=some(revision),
        status=word("draft", "final", "interim"),
        version=ref("version"),
    )


def _product_tree() -> Shape:
    relationship = fields(
        "category full_product_name product_reference relates_to_product_reference",
        category=word(*_RELATIONS.split()),
        full_product_name=ref("product"),
        product_reference=TEXT,
        relates_to_product_reference=TEXT,
    )
    group = fields("group_id product_ids", group_id=TEXT, product_ids=some(TEXT, unequal=True, least=2), summary=TEXT)
    step = fields("category next_product_reference", category=word(*_RELATIONS.split()), next_product_reference=TEXT)
    path = fields(
        "beginning_product_reference full_product_name subpaths",
        beginning_product_reference=TEXT,
        full_product_name=ref("product"),
        subpaths=some(step),
    )
    return at_least(
        1,
        fields(
            branches=ref("branches"),
            full_product_names=some(ref("product")),
            product_groups=some(group),
            product_paths=some(path),
            relationships=some(relationship),
        ),
    )


def _vulnerability(*, is_new: bool) -> Shape:
    flag = fields("label", date=MOMENT, label=word(*_FLAGS.split()), **_IDS)
    threat = fields(
        "category details", category=word("exploit_status", "impact", "target_set"), date=MOMENT, details=TEXT, **_IDS
    )
    weakness = fields("id name", id=like(r"^CWE-[1-9][0-9]{0,5}$"), name=TEXT)
    statuses = [*_STATUSES.split(), "under_investigation", *(["unknown"] if is_new else [])]
    return at_least(
        1,
        fields(
            acknowledgments=ref("acknowledgments"),
            cve=like("^CVE-[0-9]{4}-[0-9]{4,}$"),
            **(_newer(weakness) if is_new else {"cwe": weakness, "scores": some(_score())}),
            discovery_date=MOMENT,
            flags=some(flag, unequal=True),
            ids=some(fields("system_name text", system_name=TEXT, text=TEXT), unequal=True),
            involvements=some(_involvement(), unequal=True),
            notes=ref("notes"),
            product_status=at_least(1, fields(**dict.fromkeys(statuses, _PRODUCTS))),
            references=ref("references"),
            release_date=MOMENT,
            remediations=some(_remediation(is_new=is_new)),
            threats=some(threat),
            title=TEXT,
        ),
    )


def _newer(weakness: Shape) -> dict[str, Shape]:
    likelihood = like(r"^(0\.[0-9]+|1\.0+)$")
    epss = fields("percentile probability timestamp", percentile=likelihood, probability=likelihood, timestamp=MOMENT)
    content = at_least(1, fields(cvss_v2=cvss_v2(), cvss_v3=cvss_v3(), cvss_v4=cvss_v4(), epss=epss))
    first_use = at_least(3, fields("date exploitation_date", date=MOMENT, exploitation_date=MOMENT, **_IDS))
    return {
        "cwes": some(weakness, unequal=True),
        "disclosure_date": MOMENT,
        "first_known_exploitation_dates": some(first_use, unequal=True),
        "metrics": some(fields("content products", content=content, products=_PRODUCTS, source=URI), unequal=True),
    }


def _score() -> Shape:
    return at_least(2, fields("products", cvss_v2=cvss_v2(), cvss_v3=cvss_v3(), products=_PRODUCTS))


def _involvement() -> Shape:
    return fields(
        "party status",
        date=MOMENT,
        party=word("coordinator", "discoverer", "other", "user", "vendor"),
        status=word("completed", "contact_attempted", "disputed", "in_progress", "not_contacted", "open"),
        summary=TEXT,
    )


def _remediation(*, is_new: bool) -> Shape:
    categories = ["mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"]
    return fields(
        "category details",
        category=word(*categories, *(["fix_planned", "optional_patch"] if is_new else [])),
        date=MOMENT,
        details=TEXT,
        entitlements=some(TEXT),
        restart_required=fields("category", category=word(*_RESTARTS.split()), details=TEXT),
        url=URI,
        **_IDS,
    )
