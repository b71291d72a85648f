"""How long does it take to read a CSAF document of 20 kB and judge it, beside the `csaf` package and a schema alone?

The documents are CISA's, from `WARDMOTE_SAMPLES`. Peers run in an environment of their own, over the same files.
"""

import os
import subprocess
import time
import venv
from pathlib import Path

from rich.console import Console
from rich.table import Table

ASKED_MS = 2.0
SIZE, DOCUMENTS, ROUNDS = 20_000, 10, 30
ROOT = Path(__file__).parent.parent
PEERS = ROOT / ".wardmote" / "peers"
SAMPLES = Path(os.environ.get("WARDMOTE_SAMPLES", ROOT.parent / "shared" / "data")) / "advisories" / "csaf"
REQUIREMENTS = ["csaf[cvss,bcp47]==2026.10.25", "jsonschema[format]==4.26.0", "msgspec>=0.22"]
_TIMED = """
import sys, time, json, pathlib
{prepare}
pieces = [pathlib.Path(name).read_bytes() for name in sys.argv[2:]]
judge(pieces[0])
best = float("inf")
for _ in range({rounds}):
    begun = time.process_time()
    for data in pieces:
        judge(data)
    best = min(best, time.process_time() - begun)
print("MS", 1000 * best / len(pieces))
"""
_CSAF = """
from csaf.csaf.v20._validator import validate
def judge(data):
    assert validate(json.loads(data)).results
"""
_SCHEMA_ONLY = """
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
resources = [(f"https://www.first.org/cvss/cvss-v{v}.json", Resource.from_contents({}, DRAFT202012))
    for v in ("2.0", "3.0", "3.1")]
schema = json.loads(pathlib.Path(sys.argv[1]).read_bytes())
schema["properties"]["vulnerabilities"]["items"]["properties"]["scores"]["items"]["properties"]["cvss_v3"] = {}
checked = Draft202012Validator(schema, registry=Registry().with_resources(resources), format_checker=FormatChecker())
def judge(data):
    checked.validate(json.loads(data))
"""


def run(console: Console) -> bool:
    """Measure, print the table, and say whether the figure is reached."""
    files = sorted(SAMPLES.glob("cisa/*.json"), key=lambda path: abs(path.stat().st_size - SIZE))[:DOCUMENTS]
    if not files:
        console.print(f"Not measured: there are no CSAF documents in {SAMPLES}.")
        return False
    mean_kb = sum(path.stat().st_size for path in files) / len(files) / 1000
    table = Table(title=f"{DOCUMENTS} CSAF documents of {mean_kb:.0f} kB on average: CPU for each, best of the rounds")
    for heading in ("who", "what", "ms", "at most", "reached"):
        table.add_column(heading, justify="right" if heading in ("ms", "at most") else "left")
    table.add_row("csaf 2026.10.25", "parse, schema, mandatory tests", _peer(_CSAF, files), "", "")
    table.add_row("jsonschema 4.26.0", "parse, schema without CVSS", _peer(_SCHEMA_ONLY, files), "", "")
    ours = _ours([path.read_bytes() for path in files])
    is_reached = ours <= ASKED_MS
    what = "parse, advisories, schema, mandatory tests"
    table.add_row("Wardmote", what, f"{ours:.2f}", f"{ASKED_MS:.1f}", "yes" if is_reached else "NO")
    console.print(table)
    return is_reached


def _ours(pieces: list[bytes]) -> float:
    from wardmote.engines.advisories.csaf.judging import judge
    from wardmote.engines.advisories.csaf.parsing import parse
    from wardmote.engines.advisories.csaf.reading import advisories

    def whole(data: bytes) -> None:
        document = parse(data)
        assert list(advisories(document))
        assert judge(document) == ()

    whole(pieces[0])
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for data in pieces:
            whole(data)
        best = min(best, time.process_time() - begun)
    return 1000 * best / len(pieces)


def _peer(prepare: str, files: list[Path]) -> str:
    """Run a peer's script in its own environment; give its milliseconds, or why there are none."""
    python = PEERS / "csaf" / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / "csaf", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=False, capture_output=True)
    script = _TIMED.format(prepare=prepare, rounds=ROUNDS)
    command = [str(python), "-c", script, str(SAMPLES / "csaf_json_schema.json"), *map(str, files)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    found = [line for line in ran.stdout.splitlines() if line.startswith("MS")]
    return f"{float(found[-1].split()[1]):.2f}" if found else f"didn't run ({ran.stderr.strip()[-80:]})"
