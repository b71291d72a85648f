"""How is a name server on loopback moved so many milliseconds away? dnsdist stands before it and holds each answer.

The kernel's own delay (netem) isn't there on every machine. What dnsdist costs is on the same two cores as everything
else. It delays answers over UDP only: what doesn't fit a packet is fetched over TCP without any delay.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# No cache, no console, no look-ups of its own: `setUp` takes the server for granted instead of asking whether it lives.
_SETTINGS = """
setLocal("{address}:53")
setSecurityPollSuffix("")
setMaxUDPOutstanding(65535)
newServer({{address="{target}:53", useClientSubnet=false}}):setUp()
addAction(AllRule(), DelayAction({away_ms:.0f}))
"""


@contextmanager
def relaying(folder: Path, address: str, target: str, away_ms: float) -> Iterator[None]:
    """Stand between an address and a server for the length of a block."""
    from benchmarks.country import program

    settings = folder / "dnsdist.conf"
    settings.write_text(_SETTINGS.format(address=address, target=target, away_ms=away_ms))
    with program("dnsdist", "-C", f"{settings}", "--supervised", "--disable-syslog", log=folder / "dnsdist.out"):
        time.sleep(1)
        yield
