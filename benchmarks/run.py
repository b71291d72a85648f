"""Print every figure beside its peer: `make bench`. Exits 1 where a figure isn't reached."""

import sys
from pathlib import Path

from rich.console import Console

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    from benchmarks import speed, survival

    console = Console(width=130)
    wanted = sys.argv[1:] or ["speed", "survival"]
    reached = [{"speed": speed.run, "survival": survival.run}[name](console) for name in wanted]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
