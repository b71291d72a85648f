"""Does the build take from GOV.UK Frontend what we may ship, and nothing else?"""

import base64
import gettext
import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import wardmote_assets
from whitenoise.storage import CompressedManifestStaticFilesStorage

ROOT = Path(__file__).resolve().parents[2]


def load_hook() -> ModuleType:
    """Load the hook by its path, since it is in no package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hook = load_hook()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("/*! The font is for gov.uk only. */a{b:c}", "a{b:c}"),
        ("@font-face{font-family:GDS Transport;src:url(/assets/x.woff2)}a{b:c}", "a{b:c}"),
        ('a{font-family:"GDS Transport",arial,sans-serif;b:c}', f"a{{font-family:{hook.SYSTEM_FONTS};b:c}}"),
        ("a{font-family:GDS Transport,arial,sans-serif}", f"a{{font-family:{hook.SYSTEM_FONTS}}}"),
        ("a{font-family:sans-serif}", "a{font-family:sans-serif}"),
        ("a{b:c;background-image:url(/assets/images/x.svg);d:e}", "a{b:c;d:e}"),
        ("a{background:url(/assets/images/x.svg) no-repeat}", "a{}"),
        ("@supports (x:y){a{b:c;mask-image:url(/assets/x.svg)}}", "@supports (x:y){a{b:c;}}"),
        (".govuk-footer__copyright-logo:before{padding-top:112px}a{b:c}", "a{b:c}"),
        ("a{b:c}\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n", "a{b:c}"),
    ],
)
def test_the_css_loses_fonts_crest_and_links_and_keeps_the_rest(theirs: str, ours: str) -> None:
    assert hook.own_css(theirs) == ours + "\n"


def test_css_that_still_names_a_file_is_refused() -> None:
    with pytest.raises(hook.CannotBuild, match=r"still holds url\("):
        hook.own_css('@import url("other.css");')


def test_the_javascript_loses_only_its_source_map_link() -> None:
    assert hook.own_javascript("go();//# sourceMappingURL=all.js.map\n") == "go();\n"


def test_only_the_pinned_content_has_the_integrity() -> None:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(b"pinned").digest()).decode()
    assert hook.has_integrity(b"pinned", integrity)
    assert not hook.has_integrity(b"changed", integrity)


def test_a_kept_copy_that_was_changed_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDMOTE_HOME", str(tmp_path))
    path = hook.cache_path()
    path.parent.mkdir()
    path.write_bytes(b"changed")
    assert hook.cached_tarball() is None


def test_no_copy_is_kept_where_no_home_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WARDMOTE_HOME", raising=False)
    assert hook.cache_path() is None


def test_what_npm_says_about_hosts_is_not_repeated() -> None:
    stderr = "npm error code ENOTFOUND\nnpm error network request to https://registry.example/x failed\n"
    assert hook.npm_reason(stderr) == "ENOTFOUND"
    assert hook.npm_reason("something else") == "it gave no reason"


def test_npm_failing_becomes_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(hook.CannotBuild, match="npm couldn't fetch govuk-frontend@"):
        hook.run_npm_pack(["false"], tmp_path)


def test_npm_hanging_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hook, "TIME_LIMIT_S", 0.1)
    with pytest.raises(hook.CannotBuild, match="still fetching"):
        hook.run(["sleep", "10"], tmp_path)


def test_each_language_is_compiled(tmp_path: Path) -> None:
    source = tmp_path / "locale" / "cy" / "LC_MESSAGES"
    source.mkdir(parents=True)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    words = 'msgid "Council"\nmsgstr "Cyngor"\n'
    (source / "django.po").write_text(header + words, encoding="utf-8")
    hook.compile_translations(tmp_path / "locale", tmp_path / "made")
    assert gettext.translation("django", tmp_path / "made", ["cy"]).gettext("Council") == "Cyngor"


def test_a_tree_without_translations_builds_too(tmp_path: Path) -> None:
    hook.compile_translations(tmp_path / "locale", tmp_path / "made")
    assert not (tmp_path / "made").exists()


def test_the_installed_package_holds_the_frontend_and_its_licence_and_no_pictures_or_fonts() -> None:
    files = {path.name for path in wardmote_assets.STATIC.rglob("*") if path.is_file()}
    assert files == {"govuk-frontend.min.css", "govuk-frontend.min.js", "LICENCE.txt"}
    assert hook.FRONTEND_VERSION == wardmote_assets.GOVUK_FRONTEND_VERSION


def test_whitenoise_can_hash_every_file_that_the_css_and_javascript_name(tmp_path: Path) -> None:
    storage = CompressedManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    files = {}
    for path in wardmote_assets.STATIC.rglob("*.*"):
        name = path.relative_to(wardmote_assets.STATIC).as_posix()
        storage.save(name, path.open("rb"))
        files[name] = (storage, name)
    failed = [result for *_, result in storage.post_process(files) if isinstance(result, Exception)]
    assert failed == []
    assert storage.stored_name("govuk/govuk-frontend.min.css") != "govuk/govuk-frontend.min.css"
