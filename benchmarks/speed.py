"""How much server CPU does a page cost, beside a bare Django page with 60 rows in the same run?"""

import time
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from . import stage


def run(console: Console) -> bool:
    """Measure, print the table, and say whether every figure is reached."""
    stage.set_up()
    from .bare_page import bare
    from .town import fill

    people = fill()
    peer = stage.cpu_ms(bare("/django/"))
    peer_jinja = stage.cpu_ms(bare("/jinja/"))
    rows = [
        ("National map, 361 tiles, signed out", "/map/?nation=&measure=reorganisation", None, 3.0),
        ("National map, 361 tiles, programme with results", "/map/?nation=&measure=stocktake", people.programme, 3.0),
        ("Council home page, cyber lead", "/", people.lead, 2.0),
        ("Stocktake overview, cyber lead", f"/councils/{people.code}/stocktake/", people.lead, None),
        ("Council's page, signed out", f"/councils/{people.code}/", None, None),
    ]
    table = Table(title="Server CPU per request (one process, whole stack)")
    for heading in ("page", "ms", "bare page, ms", "ratio", "at most", "kB", "reached"):
        table.add_column(heading, justify="left" if heading == "page" else "right")
    table.add_row("Peer: bare Django page, 60 rows, Django templates", f"{peer:.2f}", f"{peer:.2f}", "1.0", "", "", "")
    ratio = f"{peer_jinja / peer:.1f}"
    table.add_row("Peer: the same page with Jinja2", f"{peer_jinja:.2f}", f"{peer:.2f}", ratio, "", "", "")
    reached = True
    for name, address, person, most in rows:
        ask = stage.browser_of(person)(address)
        cost, size = stage.cpu_ms(ask, times=30), len(ask()) / 1000
        is_reached = most is None or cost / peer <= most
        reached &= is_reached
        table.add_row(
            name,
            f"{cost:.2f}",
            f"{peer:.2f}",
            f"{cost / peer:.1f}",
            f"{most:.0f}" if most else "",
            f"{size:.0f}",
            "yes" if is_reached else "NO",
        )
    console.print(table)
    return _search(console) and reached


def _search(console: Console) -> bool:
    from wardmote.register.models import BodyRecord
    from wardmote.register.public import search_bodies

    words = ["tandrige", "surrey", "hacnkey", "kings lynn", "E07000207", "elmbridge.gov.uk", "newry", "x", "brmingham"]
    words *= 12
    search_bodies("warm up")
    taken = []
    for word in words:
        begun = time.perf_counter()
        search_bodies(word)
        taken.append((time.perf_counter() - begun) * 1000)
    p95 = quantiles(taken, n=20)[18]
    bodies = BodyRecord.objects.filter(valid_to__isnull=True).count()
    table = Table(title=f"Register search over {bodies} bodies, {len(words)} searches")
    for heading in ("figure", "ms", "at most", "reached"):
        table.add_column(heading, justify="left" if heading == "figure" else "right")
    table.add_row("p95", f"{p95:.1f}", "30", "yes" if p95 < 30 else "NO")
    console.print(table)
    return p95 < 30
