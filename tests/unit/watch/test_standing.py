"""What do domains' grades make of a council?"""

import pytest

from wardmote.watch.standing import Together, together, worst_of


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        ([], None),
        ([("C", 60)], Together("C", 60)),
        ([("A", 95), ("A", 92)], Together("A", 93)),
        ([("A", 100), ("A", 100), ("A", 100), ("C", 74)], Together("B", 93)),
        ([("A", 100), ("A", 100), ("A", 100), ("E", 0)], Together("D", 75)),
        ([("B", 89), ("B", 90)], Together("B", 89)),
        ([("D", 50), ("D", 94)], Together("C", 72)),
        ([("E", 10), ("E", 20)], Together("E", 15)),
    ],
)
def test_a_council_is_the_mean_of_its_domains_and_at_most_one_letter_above_the_worst(
    grades: list[tuple[str, int]], expected: Together | None
) -> None:
    assert together(grades) == expected


def test_a_council_counts_with_its_worst_known_verdict() -> None:
    assert worst_of(["good", "unknown", "weak"]) == "weak"
    assert worst_of(["unknown", "not-applicable"]) == "not-applicable"
    assert worst_of(["unknown"]) == "unknown"
