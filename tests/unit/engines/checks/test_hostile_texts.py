"""Are texts of 64 kB that are made to slow a reader down read all the same, in time that grows with their length only?

Each was chosen against a way of reading that tries again from every place: a reader that did would need minutes here.
"""

from collections.abc import Callable
from time import process_time

import pytest

from wardmote.engines.checks import dmarc, spf
from wardmote.engines.checks.dmarc import is_nearly_dmarc, read_dmarc
from wardmote.engines.checks.lines import txt_line
from wardmote.engines.checks.published import (
    is_dkim,
    read_bimi,
    read_caa,
    read_caa_text,
    read_dkim,
    read_sts_policy,
    read_sts_record,
    read_tls_report,
)
from wardmote.engines.checks.spf import read_spf

LENGTH = 64_000
LONGEST_S = 5.0
PIECES = (
    *("a ", "a/", "/1", "a:", "%{d1", "%{s}", "a.", "1", "a-", "-", "=", "ip4:1.2.3.4 ", "x=%%", ";", "p=a;"),
    *("mailto:a@b.c,", "!1", ",", '"', "\n", "mx: *.\n", "mx: a\n", "%41", "\x00", " ", "\t", "é"),
)
READERS: dict[str, Callable[[str], object]] = {
    "spf": lambda text: read_spf(f"v=spf1 {text}"),
    "spf, in a name": lambda text: read_spf(f"v=spf1 a:x.{text}"),
    "spf, mended": lambda text: spf.mended(f"v=spf1 {text}"),
    "spf, merged": lambda text: spf.merged((f"v=spf1 {text}", "v=spf1 mx")),
    "spf, begun properly": spf.begun_properly,
    "dmarc, mended": lambda text: dmarc.mended(read_dmarc(f"v=DMARC1; rua={text}")),
    "dmarc, begun properly": dmarc.begun_properly,
    "dmarc, with tags": lambda text: dmarc.with_tags(text, {"p": "reject"}),
    "lines": lambda text: txt_line("example.gov.uk", text),
    "dmarc": lambda text: read_dmarc(f"v=DMARC1;{text}"),
    "dmarc, in an address": lambda text: read_dmarc(f"v=DMARC1; rua=mailto:a@{text}"),
    "dmarc, or nearly": is_nearly_dmarc,
    "dkim, or not": is_dkim,
    "dkim": read_dkim,
    "dkim, in the key": lambda text: read_dkim(f"p={text}"),
    "mta-sts": read_sts_record,
    "mta-sts policy": read_sts_policy,
    "tls-rpt": lambda text: read_tls_report(f"v=TLSRPTv1; rua=https://a.{text}"),
    "bimi": lambda text: read_bimi(f"v=BIMI1; l=https://a/{text}"),
    "caa": lambda text: read_caa(0, "issue", text),
    "caa, in an address": lambda text: read_caa(0, "iodef", f"mailto:{text}"),
    "caa, as text": read_caa_text,
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_a_long_text_of_one_piece_over_and_over_is_read_at_once(reader: Callable[[str], object]) -> None:
    for piece in PIECES:
        text = (piece * LENGTH)[:LENGTH]
        for whole in (text, f"{text}!"):
            started = process_time()
            reader(whole)
            assert process_time() - started < LONGEST_S, piece
