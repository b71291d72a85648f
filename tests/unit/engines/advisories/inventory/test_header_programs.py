import pytest

from wardmote.engines.advisories.inventory.headers import programs_in


@pytest.mark.parametrize(
    ("header", "named"),
    [
        ("Server: Apache/2.4.62 (Unix) OpenSSL/3.0.15", [("Apache HTTP Server", "2.4.62"), ("OpenSSL", "3.0.15")]),
        ("Server: Microsoft-IIS/10.0", [("Microsoft IIS", "10.0")]),
        ("X-Powered-By: PHP/8.1.2-1ubuntu2.14", [("PHP", "8.1.2-1ubuntu2.14")]),
        ("X-Generator: Drupal 10 (https://www.drupal.org)", [("Drupal", "10")]),
        ("X-Generator: WordPress 6.4.2", [("WordPress", "6.4.2")]),
        ("Server: nginx", []),
        ("Server: proxy (nginx/1.2 inside)", []),
        ("Server: Apache-Coyote/1.1", []),
        ("X-Aspnet-Version: 4.0.30319", []),
        ("Server: " + "a/1 " * 100_000, [("a", "1")]),
        ("", []),
    ],
)
def test_a_header_names_programs_only_with_their_versions(header: str, named: list[tuple[str, str]]) -> None:
    assert [(one.name, one.version) for one in programs_in(header)] == named
