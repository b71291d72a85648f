"""Is each form of a result whole, valid and harmless, however hostile the text that was published?"""

import csv
import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest

from wardmote.cli.checking.findings import Run, Tally, sums
from wardmote.cli.checking.forms import forms
from wardmote.cli.checking.running import Turns
from wardmote.engines.checks.grading import grade
from wardmote.engines.checks.registry import checks
from wardmote.engines.checks.rounds import Outcome, Target
from wardmote.engines.checks.verdicts import Finding, Severity, Verdict

HOSTILE = "=cmd|'/c calc'!A1 \x1b[2J\u202e\x00\x7f</pre><script>alert(1)</script>{{ 7*7 }} [red]x[/red] :smile:"
AT = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
FINDINGS = {
    "caa_present": Finding(Verdict.GOOD, "Certificates may come from: ca.example.", ('0 issue "ca.example"',)),
    "dangling_alias": Finding(Verdict.BAD, HOSTILE, (HOSTILE, "second"), Severity.CRITICAL, f"Delete: {HOSTILE}"),
    "dnssec_validates": Finding(Verdict.WEAK, "The domain is not signed.", (), Severity.LOW, "Sign it."),
    "mx_present": Finding(Verdict.UNKNOWN, "Nothing is known: no answer came in time."),
    "tls_reports_wanted": Finding(Verdict.NOT_APPLICABLE, "The domain takes no mail."),
    "wildcard": Finding(Verdict.BAD, "Bad.", (), Severity.HIGH, "Mend it."),
}
ALL = sorted(forms())


def outcome(domain: str, findings: dict[str, Finding] | None = None) -> Outcome:
    """Return what a domain came to."""
    found = FINDINGS if findings is None else findings
    return Outcome(Target(domain), found, grade(found), 0.25)


def written(form: str, *outcomes: Outcome, was_stopped: bool = False) -> str:
    """Return a result in a form."""
    out, tally = io.StringIO(), Tally(was_stopped=was_stopped)
    writer = forms()[form].begin(out, Run(checks(), AT, "1.2.3", len(outcomes) + was_stopped))
    for one in outcomes:
        tally.add(one)
        writer.add(one)
    writer.end(tally)
    return out.getvalue()


def test_there_is_a_form_for_people_spreadsheets_programs_and_colleagues() -> None:
    assert ALL == ["", "csv", "html", "json", "sarif"]


@pytest.mark.parametrize("form", ALL)
def test_nothing_that_was_published_acts(form: str) -> None:
    text = written(form, outcome("one.example"), outcome("two.example"))
    assert not {char for char in text if ord(char) < 32 or ord(char) == 127} - {"\n"}
    assert "\u202e" not in text
    assert "{{ 7*7 }} [red]x[/red] :smile:" in text
    if form == "html":
        assert "<script>" not in text


@pytest.mark.parametrize("form", ALL)
def test_a_run_that_finished_nothing_is_still_a_whole_document(form: str) -> None:
    text = written(form, was_stopped=True)
    if form in ("json", "sarif"):
        assert json.loads(text)
    if form == "":
        assert text in ("", "0 domains: none was finished.\n")


def test_json_keeps_its_names_and_the_text_as_published() -> None:
    document = json.loads(written("json", outcome("one.example")))
    assert set(document) == {"format", "version", "at", "domains", "summary"}
    assert (document["format"], document["at"]) == ("wardmote-check/1", "2026-11-23T09:05:00+00:00")
    (domain,) = document["domains"]
    assert set(domain) == {"domain", "grade", "seconds", "findings"}
    assert domain["grade"] == {
        "letter": "D",
        "points": 43,
        "why": "43 of 100 points.",
        "unknown": 1,
        "applicable": 5,
        "lost": [
            {"check": "dangling_alias", "points": 40},
            {"check": "wildcard", "points": 15},
            {"check": "dnssec_validates", "points": 2},
        ],
    }
    first = domain["findings"][0]
    assert first["evidence"] == [HOSTILE, "second"]
    assert set(first) == {"check", "area", "title", "verdict", "severity", "says", "evidence", "fix"}
    assert [one["verdict"] for one in domain["findings"]] == ["bad", "bad", "weak", "unknown", "good", "not-applicable"]
    assert document["summary"] == {
        "domains": 1,
        "is_whole": True,
        "grades": {"D": 1},
        "verdicts": {"bad": 2, "good": 1, "not-applicable": 1, "unknown": 1, "weak": 1},
    }


def test_csv_has_a_row_for_each_finding_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", outcome("one.example"), outcome("two.example")))))
    assert len(rows) == 2 * len(FINDINGS)
    assert not [cell for row in rows for cell in row.values() if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]
    assert rows[0]["says"].startswith("'=cmd")
    assert rows[0]["evidence"].endswith(" | second")


def sarif_run(*outcomes: Outcome, was_stopped: bool = False) -> dict[str, Any]:
    """Return the one run of a SARIF log."""
    log = json.loads(written("sarif", *outcomes, was_stopped=was_stopped))
    assert log["version"] == "2.1.0"
    assert urlsplit(log["$schema"]).path.endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    assert set(run) <= {"tool", "results", "invocations", "columnKind"}
    return dict(run)


def test_sarif_describes_each_check_as_a_rule() -> None:
    driver = sarif_run(outcome("one.example"))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("Wardmote", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [check.id for check in checks()]
    for rule in driver["rules"]:
        assert rule["name"].isidentifier()
        for text in ("shortDescription", "fullDescription", "help"):
            assert rule[text]["text"]
        assert urlsplit(rule.get("helpUri", "https://x.example")).scheme == "https"
        assert len(rule["properties"]["tags"]) == len(set(rule["properties"]["tags"]))


def test_sarif_results_are_what_is_to_be_mended_with_a_lasting_fingerprint() -> None:
    run = sarif_run(outcome("one.example"), outcome("two.example"))
    rules = run["tool"]["driver"]["rules"]
    assert [(one["ruleId"], one["level"]) for one in run["results"][:3]] == [
        ("dangling_alias", "error"),
        ("wildcard", "error"),
        ("dnssec_validates", "note"),
    ]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["kind"] == "fail"
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert place["artifactLocation"]["uri"] in ("one.example", "two.example")
    prints = [result["fingerprints"]["wardmote/v1"] for result in run["results"]]
    assert len(set(prints)) == 6
    alone = sarif_run(outcome("two.example", {"wildcard": FINDINGS["wildcard"]}))
    assert alone["results"][0]["fingerprints"]["wardmote/v1"] in prints


def test_sarif_tells_what_is_unknown_apart_and_whether_the_run_was_whole() -> None:
    (invocation,) = sarif_run(outcome("one.example"))["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["startTimeUtc"] == "2026-11-23T09:05:00.000Z"
    (told,) = invocation["toolExecutionNotifications"]
    assert told["associatedRule"]["id"] == "mx_present"
    assert told["message"]["text"] == "one.example: Nothing is known: no answer came in time."
    assert sarif_run(was_stopped=True)["invocations"][0]["executionSuccessful"] is False


class Page(HTMLParser):
    """Reads a page, and holds it to closing whatever it opens."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def values(self, attribute: str) -> list[str | None]:
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


def test_the_page_holds_everything_itself_and_is_well_formed() -> None:
    text = written("html", outcome("one.example"), outcome("two.example"))
    page = Page(text)
    names = [name for name, _ in page.tags]
    assert page.open == []
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(names)
    assert (page.values("src"), page.values("href")) == ([], ["#domain-1", "#domain-2"])
    assert any("default-src 'none'" in str(content) for content in page.values("content"))
    assert (page.values("lang"), names.count("h1"), names.count("main"), names.count("section")) == (["en-GB"], 1, 1, 2)
    assert "What to do:" in text


def test_the_page_of_a_run_that_was_stopped_says_so() -> None:
    assert "stopped before every domain" in written("html", outcome("one.example"), was_stopped=True)
    assert "stopped before every domain" not in written("html", outcome("one.example"))


def test_a_long_fix_is_on_one_line_so_that_it_can_be_copied() -> None:
    record = "v=spf1 " + " ".join(f"include:spf{at}.example" for at in range(40)) + " -all"
    finding = Finding(Verdict.BAD, "Bad.", (), Severity.HIGH, record)
    assert f"  wildcard: {record}\n" in written("", outcome("one.example", {"wildcard": finding}))


def test_of_many_domains_the_sums_come_first_and_what_is_well_is_left_out() -> None:
    text = written("", outcome("one.example"), outcome("two.example", {"caa_present": FINDINGS["caa_present"]}))
    assert text.startswith("2 domains: 1 A, 1 D.\n")
    assert "two.example: A. 0 bad, 0 weak, 1 good, 0 unknown." in text
    assert "ca.example" not in text


def test_sums_name_what_has_no_grade() -> None:
    tally = Tally()
    tally.add(outcome("one.example", {}))
    assert sums(tally) == "1 domain: 1 without a grade."


def test_outcomes_are_handed_on_in_the_order_in_which_their_domains_were_named() -> None:
    taken: list[str] = []
    turns = Turns(["a.example", "b.example", "c.example", "d.example"], lambda one: taken.append(one.domain))
    turns.put(outcome("b.example", {}))
    assert taken == []
    turns.put(outcome("a.example", {}))
    assert taken == ["a.example", "b.example"]
    turns.put(outcome("d.example", {}))
    turns.rest()
    assert taken == ["a.example", "b.example", "d.example"]
