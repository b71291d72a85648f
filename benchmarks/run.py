"""Print every figure beside its peer: `make bench`. Exits 1 where a figure isn't reached."""

import sys
from pathlib import Path

from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    from benchmarks import (
        advisories_csaf,
        assessments,
        checks,
        desk,
        night,
        rematch,
        reports,
        reports_stored,
        sbom,
        speed,
        survival,
        taxii,
    )

    console = Console(width=130)
    benchmarks = {
        "speed": lambda: speed.run(console),
        "assessments": lambda: assessments.run(console),
        "checks": lambda: checks.run(console),
        "night": lambda: night.run(console),
        "reports": lambda: reports.run(console),
        "reports-stored": lambda: reports_stored.run(console),
        "rematch": lambda: rematch.run(console),
        "advisories-csaf": lambda: advisories_csaf.run(console),
        "sbom": lambda: sbom.run(console),
        "taxii": lambda: taxii.run(console),
        "desk": lambda: desk.run(console),
        "survival": lambda: survival.main(sys.stdout) == 0,
    }
    wanted = sys.argv[1:] or list(benchmarks)
    unknown = sorted(set(wanted) - set(benchmarks))
    if unknown:
        console.print(f"There is no benchmark {unknown[0]}; there are: {', '.join(benchmarks)}.")
        return 1
    reached = []
    for name in wanted:
        console.rule(name)
        reached.append(benchmarks[name]())
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
