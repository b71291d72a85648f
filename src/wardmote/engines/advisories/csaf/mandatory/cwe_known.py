"""Do the number and the name of every CWE belong together?"""

from wardmote.engines.advisories.csaf.rule import Failures, Rule
from wardmote.engines.advisories.csaf.sheet import Sheet, placed
from wardmote.engines.advisories.csaf.weaknesses import names_of


def judge(sheet: Sheet) -> Failures:
    """Compare with MITRE's list: with a name that the weakness has, or had in an earlier version of the list."""
    for path, vulnerability in sheet.vulnerabilities:
        old = ((f"{path}/cwe", vulnerability["cwe"]),) if "cwe" in vulnerability else ()
        for place, weakness in (*old, *placed(f"{path}/cwes", vulnerability.get("cwes", ()))):
            names = names_of(weakness["id"])
            if not names:
                yield f"{place}/id", f"There is no weakness {weakness['id']}."
            elif weakness["name"] not in names:
                yield f"{place}/name", f"{weakness['id']} is called {names[-1]!r}."


RULE = Rule("6.1.11", judge)
