"""How long does a parts list of 500 components take to read, and how long does the reference library take?

The list is made here: components as scanners write them, with hashes, licences, properties and references.
"""

import json
import subprocess
import time
import venv
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

COMPONENTS, ROUNDS, MOST_MS = 500, 60, 5.0
PEERS = Path(__file__).parent.parent / ".wardmote" / "peers"
_PEER, _REQUIREMENT = "cyclonedx-python-lib", "cyclonedx-python-lib[json-validation]"
_SCRIPT = """
import json, statistics, sys, time
from cyclonedx.model.bom import Bom
text = sys.stdin.read()
taken = []
for _ in range(5):
    begun = time.perf_counter()
    found = Bom.from_json(json.loads(text))
    taken.append(1000 * (time.perf_counter() - begun))
assert len(found.components) == int(sys.argv[1])
print("MS", statistics.median(taken))
"""


def parts_list(components: int) -> bytes:
    """Return a CycloneDX 1.5 document."""
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "components": [_component(number) for number in range(components)],
        }
    ).encode()


def _component(number: int) -> dict[str, object]:
    name, version = f"part-{number}", f"{number % 7}.{number}.0"
    return {
        "bom-ref": f"pkg:npm/%40scope/{name}@{version}?package-id={number:016x}",
        "type": "library",
        "group": "@scope",
        "name": name,
        "version": version,
        "cpe": f"cpe:2.3:a:scope:{name}:{version}:*:*:*:*:*:*:*",
        "purl": f"pkg:npm/%40scope/{name}@{version}",
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": f"{number:064x}"}],
        "externalReferences": [
            {"type": "website", "url": f"https://{name}.example/"},
            {"type": "vcs", "url": f"https://code.example/{name}"},
        ],
        "properties": [{"name": f"scanner:layer:{each}", "value": "sha256:0123456789abcdef"} for each in range(6)],
    }


def run(console: Console) -> bool:
    """Measure, print the table, and say whether the figure is reached."""
    from wardmote.engines.advisories.inventory import read_inventory

    document = parts_list(COMPONENTS)
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = read_inventory(document)
        taken.append(1000 * (time.perf_counter() - begun))
        assert len(found.lines) == COMPONENTS
    ours = median(taken)
    is_reached = ours <= MOST_MS
    table = Table(title=f"A CycloneDX document of {COMPONENTS} components, {len(document) / 1000:.0f} kB")
    for heading in ("peer", "peer in this run", "ours", "best", "at most", "reached"):
        table.add_column(heading, justify="left" if heading == "peer" else "right")
    cells = (f"{ours:.2f} ms", f"{min(taken):.2f} ms", f"{MOST_MS:g} ms", "yes" if is_reached else "NO")
    table.add_row(_PEER, _peer_ms(document), *cells)
    console.print(table)
    return is_reached


def _peer_ms(document: bytes) -> str:
    """Time the reference library in an environment of its own; say why where it can't be."""
    python = PEERS / _PEER / "bin" / "python"
    if not python.exists():
        venv.create(PEERS / _PEER, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", _REQUIREMENT], check=False, capture_output=True)
    ran = subprocess.run(
        [python, "-c", _SCRIPT, str(COMPONENTS)], check=False, capture_output=True, input=document, timeout=300
    )
    told = [line for line in ran.stdout.decode().splitlines() if line.startswith("MS")]
    return f"{float(told[-1].split()[1]):.0f} ms" if told else f"didn't run ({ran.stderr.decode().strip()[-80:]})"
