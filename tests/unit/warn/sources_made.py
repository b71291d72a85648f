"""Sources and what they say, made in a line each."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from wardmote.engines.advisories.facts import (
    Advisory,
    Affected,
    Exploited,
    Kind,
    Likelihood,
    Product,
    Score,
    Span,
)
from wardmote.warn.merging import Words
from wardmote.warn.models import Range, Source, Statement, Story, StoryName, Way

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
CVE = "CVE-2026-1234"
CPE = "cpe:2.3:a:civica:openrevenues:*:*:*:*:*:*:*:*"
OPEN_REVENUES = Product("Civica", "OpenRevenues", CPE)
BEFORE_23 = Span(high="23.4")


def a_source(key: str = "nvd", **columns: Any) -> Source:
    """Make a source; one that is given by hand unless said otherwise."""
    return Source.objects.create(**{"key": key, "title": key.upper(), "way": Way.GIVEN, "added_at": AT, **columns})


def an_advisory(kind: Kind = Kind.CVE, key: str = CVE, **fields: Any) -> Advisory:
    """Return an advisory about OpenRevenues."""
    told = Advisory(
        kind=kind,
        key=key,
        title="OpenRevenues lets strangers in",
        ids=(CVE,),
        summary="A stranger can read every account.",
        published=datetime(2026, 10, 30, tzinfo=UTC),
        revised=datetime(2026, 10, 31, tzinfo=UTC),
        affected=(Affected(OPEN_REVENUES, spans=(BEFORE_23,)),),
    )
    return replace(told, **fields)


def five() -> dict[str, Advisory]:
    """Return what five sources say of one vulnerability, by the key of the source."""
    return {
        "cve-list": an_advisory(scores=(Score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "cna"),)),
        "nvd": an_advisory(
            Kind.NVD,
            title=CVE,
            summary="OpenRevenues before 23.4 …",
            scores=(Score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "nvd"),),
        ),
        "kev": an_advisory(
            Kind.KEV,
            title="Civica OpenRevenues Authentication Bypass",
            affected=(Affected(Product("Civica", "OpenRevenues"), unread="The catalogue names no versions."),),
            is_whole=False,
            exploited=Exploited(date(2026, 11, 1), date(2026, 11, 22), for_ransomware=True),
        ),
        "maker": an_advisory(
            Kind.CSAF,
            key=f"CIV-26-1 {CVE}",
            ids=(CVE, "GHSA-AAAA-BBBB-CCCC"),
            title="Civica security advisory 26-1",
        ),
        "epss": an_advisory(
            Kind.EPSS,
            title=CVE,
            summary="",
            published=None,
            revised=None,
            affected=(),
            is_whole=False,
            likelihood=Likelihood(0.42, 0.97, date(2026, 11, 2)),
        ),
    }


def what_is_known() -> dict[str, Any]:
    """Return everything that stories say, without when it came and under which number."""
    return {
        "stories": sorted(
            (
                {**asdict(Words(**{name: getattr(story, name) for name in Words.__dataclass_fields__}))}
                | {"probability": story.probability, "percentile": story.percentile}
                for story in Story.objects.all()
            ),
            key=str,
        ),
        "names": sorted(StoryName.objects.values_list("name", flat=True)),
        "statements": sorted(Statement.objects.values_list("source__key", "key", "digest", "coverage")),
        "ranges": sorted(
            (name, status, bytes(low), bytes(high), words, source)
            for name, status, low, high, words, source in Range.objects.values_list(
                "advised__name", "status", "low", "high", "words", "statement__source__key"
            )
        ),
    }
