import pkgutil
from typing import Any

import pytest

from tests.unit.engines.advisories.csaf.csaf_made import document, tree_of
from wardmote.engines.advisories.csaf import mandatory
from wardmote.engines.advisories.csaf.judging import MOST_PROBLEMS, judge
from wardmote.engines.advisories.csaf.languages import is_language
from wardmote.engines.advisories.csaf.weaknesses import names_of


def failed_tests(found: dict[str, Any]) -> set[str]:
    return {problem.test for problem in judge(found)}


def test_there_is_a_module_for_each_of_the_43_tests_and_a_number_for_each() -> None:
    assert len(mandatory.rules()) == len(list(pkgutil.iter_modules(mandatory.__path__))) == 43
    assert len({rule.id for rule in mandatory.rules()}) == 43


def test_a_valid_document_has_no_problems() -> None:
    assert judge(document()) == ()


@pytest.mark.parametrize("head", [{"csaf_version": "1.2"}, {"csaf_version": []}])
def test_another_version_is_no_csaf_that_we_judge(head: dict[str, Any]) -> None:
    (problem,) = judge(document(head=head))
    assert problem.path == "/document/csaf_version"


def test_a_problem_says_where_it_is_in_a_sentence() -> None:
    (problem,) = judge(document(head={"title": 7}))
    assert (problem.test, problem.path) == ("schema", "/document/title")
    assert problem.says == 'The value is not of type "string".'


def test_a_problem_in_a_score_is_one_of_cvss() -> None:
    score = {"products": ["P1"], "cvss_v3": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N", "baseScore": 6.5}}
    assert failed_tests(document(vulnerabilities=[{"scores": [score]}])) == {"6.1.8"}


def test_a_vector_that_cannot_be_computed_is_told_once() -> None:
    entry = {"version": "3.1", "vectorString": "CVSS:3.1/AV:Q", "baseScore": 6.5, "baseSeverity": "MEDIUM"}
    found = document(
        product_tree=tree_of("product_version", "1"),
        vulnerabilities=[{"scores": [{"products": ["P1"], "cvss_v3": entry}]}],
    )
    assert failed_tests(found) == {"6.1.8"}


def test_the_list_of_problems_ends_somewhere() -> None:
    references = [{"summary": 1, "url": 2}] * 1_000
    assert len(judge(document(head={"references": references}))) == MOST_PROBLEMS


def test_products_that_define_each_other_are_circular() -> None:
    def related(own: str, first: str, second: str) -> dict[str, Any]:
        return {
            "category": "installed_on",
            "full_product_name": {"name": own, "product_id": own},
            "product_reference": first,
            "relates_to_product_reference": second,
        }

    tree = tree_of("product_version", "1") | {"relationships": [related("A", "B", "P1"), related("B", "P1", "A")]}
    assert failed_tests(document(product_tree=tree)) == {"6.1.3"}


def test_a_long_chain_of_products_is_followed_in_no_time() -> None:
    relations = [
        {
            "category": "installed_on",
            "full_product_name": {"name": "x", "product_id": f"R{number}"},
            "product_reference": f"R{number + 1}" if number < 2_999 else "P1",
            "relates_to_product_reference": "P1",
        }
        for number in range(3_000)
    ]
    assert judge(document(product_tree=tree_of("product_version", "1") | {"relationships": relations})) == ()


@pytest.mark.parametrize(
    ("tag", "is_known"),
    {"en": True, "en-GB": True, "cy-Latn-GB": True, "ez": False, "en-QX": False, "x-own": True, "gsw": True}.items(),
)
def test_a_language_is_known_by_its_tag(tag: str, is_known: bool) -> None:
    assert is_language(tag) is is_known


def test_a_weakness_is_known_by_its_names() -> None:
    assert names_of("CWE-352") == ("Cross-Site Request Forgery (CSRF)",)
    assert "Incomplete Blacklist to Cross-Site Scripting" in names_of("CWE-692")
    assert names_of("CWE-999999") == ()
