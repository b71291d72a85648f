"""Which counts across councils may be shown without saying anything about one of them? Pure.

A count below five is withheld, and so is whatever would let a reader work it out by subtraction.
"""

from collections.abc import Mapping

LEAST = 5


def safe_counts(counts: Mapping[str, int], least: int = LEAST) -> dict[str, int | None]:
    """Return the counts with small ones as None; zero says nothing about anybody and stays.

    Nothing is shown of fewer than `least` councils in all. Where the withheld counts together are below
    `least`, one stands alone, or their sum leaves only one possibility, the smallest shown count is withheld
    too, since totals are published.
    """
    total = sum(counts.values())
    if total < least:
        return dict.fromkeys(counts)
    shown: dict[str, int | None] = {key: (n if n == 0 or n >= least else None) for key, n in counts.items()}
    while _can_be_worked_out(counts, shown, least):
        rest = [key for key, n in shown.items() if n]
        if not rest:
            break
        shown[min(rest, key=lambda key: (counts[key], key))] = None
    return shown


def _can_be_worked_out(counts: Mapping[str, int], shown: Mapping[str, int | None], least: int) -> bool:
    withheld = [key for key, n in shown.items() if n is None]
    if not withheld:
        return False
    together, many = sum(counts[key] for key in withheld), len(withheld)
    # All at their least or, where each is small, all at their most: then the sum says what each is.
    is_at_an_end = together == many or (together == many * (least - 1) and all(counts[key] < least for key in withheld))
    return many == 1 or together < least or is_at_an_end
