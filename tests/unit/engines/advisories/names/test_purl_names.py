"""Are package URLs read as their specification says, and is one package told from another?"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wardmote.engines.advisories.names import Package, is_same_package, read_purl

READ = (
    ("pkg:pypi/Django_Rest@1.11", Package("pypi", "", "django-rest", "1.11")),
    ("pkg:npm/%40angular/animation@12.3.1", Package("npm", "@angular", "animation", "12.3.1")),
    ("pkg:deb/Debian/curl@7.50.3-1?arch=i386&distro=Jessie", Package("deb", "debian", "curl", "7.50.3-1", "jessie")),
    (
        "pkg:golang/google.golang.org/genproto#googleapis/api",
        Package("golang", "google.golang.org", "genproto", "", "", "googleapis/api"),
    ),
    (
        "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar",
        Package("maven", "org.apache.logging.log4j", "log4j-core", "2.14.1"),
    ),
    ("pkg:deb/debian/nginx@1%3A1.2-3", Package("deb", "debian", "nginx", "1:1.2-3")),
    ("PKG:NuGet/EnterpriseLibrary@6.0", Package("nuget", "", "enterpriselibrary", "6.0")),
    ("pkg:wordpress/plugin/forms", Package("wordpress", "plugin", "forms")),
)


@pytest.mark.parametrize(("text", "package"), READ)
def test_a_url_is_read(text: str, package: Package) -> None:
    assert read_purl(text) == package


@pytest.mark.parametrize(
    "text", ["", "pkg:", "pkg:npm", "npm/left-pad", "https://example.org", "pkg:npm/" + "x" * 1000]
)
def test_what_is_no_url_of_a_package_is_none(text: str) -> None:
    assert read_purl(text) is None


@given(some.text(max_size=100) | some.text("pkg:/@?#%&=nm", max_size=50).map("pkg:npm/".__add__))
def test_any_text_is_read_or_left(text: str) -> None:
    found = read_purl(text)
    assert found is None or found.name


SAME = (
    ("pkg:maven/org.a/b", "pkg:maven/org.a/b@1.0?packaging=sources", True),
    ("pkg:maven/org.a/b", "pkg:npm/org.a/b", False),
    ("pkg:maven/org.a/b", "pkg:maven/org.a/c", False),
    ("pkg:deb/debian/curl", "pkg:deb/ubuntu/curl", False),
    ("pkg:deb/debian/curl?distro=bookworm", "pkg:deb/debian/curl?distro=trixie", False),
    ("pkg:deb/debian/curl?distro=bookworm", "pkg:deb/debian/curl", True),
    ("pkg:golang/x.org/y#a", "pkg:golang/x.org/y#b", False),
)


@pytest.mark.parametrize(("criterion", "package", "expected"), SAME)
def test_a_package_is_told_from_another(criterion: str, package: str, expected: bool) -> None:
    one, other = read_purl(criterion), read_purl(package)
    assert one is not None
    assert other is not None
    assert is_same_package(one, other) is expected


def test_a_type_gives_the_scheme_of_its_versions() -> None:
    schemes = {
        text: found.scheme for text in ("pkg:deb/a/b", "pkg:generic/b", "pkg:pypi/b") if (found := read_purl(text))
    }
    assert schemes == {"pkg:deb/a/b": "deb", "pkg:generic/b": "generic", "pkg:pypi/b": "pypi"}


def test_a_path_and_a_url_without_version_name_the_same() -> None:
    found = read_purl("pkg:npm/%40angular/animation@12.3.1")
    assert found is not None
    assert found.path == "npm/@angular/animation"
    assert found.without_version() == "pkg:npm/%40angular/animation"
