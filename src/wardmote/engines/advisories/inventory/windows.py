"""Which release of Windows 10 or 11 does a line name, by its words or by its build?

Advisories speak of each release as a product of its own; inventories mostly say "Windows 10 Pro" and a build.
"""

import re

_NAME = re.compile(r"(?:microsoft )?windows (10|11)\b", re.IGNORECASE)
_RELEASE = re.compile(r"\b(?:1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-5]h[12])\b", re.IGNORECASE)
_LONG_TERM = re.compile(r"\blts[cb] (2016|2019|2021)\b", re.IGNORECASE)
_LONG_TERMS = {"2016": "1607", "2019": "1809", "2021": "21H2"}
_BUILD = re.compile(r"(?:10\.0\.)?([12][0-9]{4})((?:\.[0-9]{1,6})?)")
_BUILDS = {
    "10240": "10 1507",
    "10586": "10 1511",
    "14393": "10 1607",
    "15063": "10 1703",
    "16299": "10 1709",
    "17134": "10 1803",
    "17763": "10 1809",
    "18362": "10 1903",
    "18363": "10 1909",
    "19041": "10 2004",
    "19042": "10 20H2",
    "19043": "10 21H1",
    "19044": "10 21H2",
    "19045": "10 22H2",
    "22000": "11 21H2",
    "22621": "11 22H2",
    "22631": "11 23H2",
    "26100": "11 24H2",
    "26200": "11 25H2",
}


def with_release(name: str, version: str, line: str = "") -> tuple[str, str]:
    """Return the name with its release, "Windows 10 22H2", and the build alone as version; others as they are."""
    found = _NAME.match(name)
    if not found:
        return name, version
    build = _BUILD.fullmatch(version)
    text = f"{name} {line}"
    release = _RELEASE.search(text)
    long_term = _LONG_TERM.search(text)
    told = f"{found[1]} {_LONG_TERMS[long_term[1]] if long_term else release[0].upper() if release else ''}".strip()
    if " " not in told and build:
        told = _BUILDS.get(build[1], told)
    if build:
        version = f"10.0.{build[1]}{build[2]}"
    elif version.upper() in told or (long_term and version == long_term[1]):
        version = ""
    return (f"Windows {told}" if " " in told else name), version
