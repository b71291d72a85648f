"""Which properties does a CVSS score have, and how is each written in its vector?

The specifications of FIRST: CVSS 2.0 (section 2), 3.0 and 3.1 (sections 2 to 4), 4.0 (sections 2 to 5).
"""

from wardmote.engines.advisories.csaf.shapes.parts import Shape, fields, like, word

# Property, metric in the vector, and the words for the metric's letters.
Metric = tuple[str, str, dict[str, str]]

_NONE_LOW_HIGH = {"N": "NONE", "L": "LOW", "H": "HIGH"}
_LOW_HIGH = {"L": "LOW", "H": "HIGH"}
_NONE_PARTIAL_COMPLETE = {"N": "NONE", "P": "PARTIAL", "C": "COMPLETE"}
_LEVELS = {"L": "LOW", "M": "MEDIUM", "H": "HIGH"}
_IMPACTS = (("confidentiality", "C"), ("integrity", "I"), ("availability", "A"))
_WAYS = {"N": "NETWORK", "A": "ADJACENT_NETWORK", "L": "LOCAL"}
_FIXES = {"W": "WORKAROUND", "U": "UNAVAILABLE"}
SCORE: Shape = {"type": "number", "minimum": 0, "maximum": 10}
SEVERITIES = ("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL")


def _unless(words: dict[str, str], letter: str) -> dict[str, str]:
    return {**words, letter: "NOT_DEFINED"}


V2: tuple[Metric, ...] = (
    ("accessVector", "AV", _WAYS),
    ("accessComplexity", "AC", _LEVELS),
    ("authentication", "Au", {"M": "MULTIPLE", "S": "SINGLE", "N": "NONE"}),
    *((f"{name}Impact", letter, _NONE_PARTIAL_COMPLETE) for name, letter in _IMPACTS),
    (
        "exploitability",
        "E",
        _unless({"U": "UNPROVEN", "POC": "PROOF_OF_CONCEPT", "F": "FUNCTIONAL", "H": "HIGH"}, "ND"),
    ),
    ("remediationLevel", "RL", _unless({"OF": "OFFICIAL_FIX", "TF": "TEMPORARY_FIX", **_FIXES}, "ND")),
    ("reportConfidence", "RC", _unless({"UC": "UNCONFIRMED", "UR": "UNCORROBORATED", "C": "CONFIRMED"}, "ND")),
    (
        "collateralDamagePotential",
        "CDP",
        _unless({**_NONE_LOW_HIGH, "LM": "LOW_MEDIUM", "MH": "MEDIUM_HIGH"}, "ND"),
    ),
    ("targetDistribution", "TD", _unless({"N": "NONE", **_LEVELS}, "ND")),
    *((f"{name}Requirement", f"{letter}R", _unless(_LEVELS, "ND")) for name, letter in _IMPACTS),
)
_V3_BASE: tuple[Metric, ...] = (
    ("attackVector", "AV", {**_WAYS, "P": "PHYSICAL"}),
    ("attackComplexity", "AC", _LOW_HIGH),
    ("privilegesRequired", "PR", _NONE_LOW_HIGH),
    ("userInteraction", "UI", {"N": "NONE", "R": "REQUIRED"}),
    ("scope", "S", {"U": "UNCHANGED", "C": "CHANGED"}),
    *((f"{name}Impact", letter, _NONE_LOW_HIGH) for name, letter in _IMPACTS),
)
V3: tuple[Metric, ...] = (
    *_V3_BASE,
    (
        "exploitCodeMaturity",
        "E",
        _unless({"U": "UNPROVEN", "P": "PROOF_OF_CONCEPT", "F": "FUNCTIONAL", "H": "HIGH"}, "X"),
    ),
    ("remediationLevel", "RL", _unless({"O": "OFFICIAL_FIX", "T": "TEMPORARY_FIX", **_FIXES}, "X")),
    ("reportConfidence", "RC", _unless({"U": "UNKNOWN", "R": "REASONABLE", "C": "CONFIRMED"}, "X")),
    *((f"{name}Requirement", f"{letter}R", _unless(_LEVELS, "X")) for name, letter in _IMPACTS),
    *((f"modified{name[0].upper()}{name[1:]}", f"M{metric}", _unless(words, "X")) for name, metric, words in _V3_BASE),
)
V4: tuple[Metric, ...] = (
    ("attackVector", "AV", {"N": "NETWORK", "A": "ADJACENT", "L": "LOCAL", "P": "PHYSICAL"}),
    ("attackComplexity", "AC", _LOW_HIGH),
    ("attackRequirements", "AT", {"N": "NONE", "P": "PRESENT"}),
    ("privilegesRequired", "PR", _NONE_LOW_HIGH),
    ("userInteraction", "UI", {"N": "NONE", "P": "PASSIVE", "A": "ACTIVE"}),
    *((f"vuln{name.capitalize()}Impact", f"V{letter}", _NONE_LOW_HIGH) for name, letter in _IMPACTS),
    *((f"sub{name.capitalize()}Impact", f"S{letter}", _NONE_LOW_HIGH) for name, letter in _IMPACTS),
)
METRICS = {"2.0": V2, "3.0": V3, "3.1": V3, "4.0": V4}


def _properties(metrics: tuple[Metric, ...]) -> dict[str, Shape]:
    return {name: word(*words.values()) for name, _, words in metrics}


def cvss_v2() -> Shape:
    """Return the shape of a score by CVSS 2.0."""
    scores = dict.fromkeys(("baseScore", "temporalScore", "environmentalScore"), SCORE)
    return fields(
        "version vectorString baseScore",
        version=word("2.0"),
        vectorString=like("^[A-Z]"),
        **scores,
        **_properties(V2),
    )


def cvss_v3() -> Shape:
    """Return the shape of a score by CVSS 3.0 or 3.1."""
    parts = ("base", "temporal", "environmental")
    return fields(
        "version vectorString baseScore baseSeverity",
        version=word("3.0", "3.1"),
        vectorString=like("^CVSS:3[.][01]/"),
        **{f"{part}Score": SCORE for part in parts},
        **{f"{part}Severity": word(*SEVERITIES) for part in parts},
        **_properties(V3),
    )


def cvss_v4() -> Shape:
    """Return the shape of a score by CVSS 4.0."""
    return fields(
        "version vectorString baseScore baseSeverity",
        version=word("4.0"),
        vectorString=like("^CVSS:4[.]0/"),
        baseScore=SCORE,
        baseSeverity=word(*SEVERITIES),
        **_properties(V4),
    )
