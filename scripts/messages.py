"""Collect every text for translators: `make messages` brings src/wardmote/locale up to date."""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "src" / "wardmote" / "locale"
LANGUAGES = ("cy",)
KEYWORDS = ("gettext_lazy", "ngettext_lazy:1,2")


def babel(*words: str) -> None:
    """Run one pybabel command, quietly."""
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", "-q", *words], cwd=ROOT, check=True)


def main() -> None:
    """Extract from Python and templates, then merge into each language's catalogue, keeping what is translated."""
    with tempfile.TemporaryDirectory() as folder:
        template = str(Path(folder) / "django.pot")
        words = [word for keyword in KEYWORDS for word in ("-k", keyword)]
        babel("extract", "-F", "babel.cfg", *words, "--no-location", "--sort-output", "-o", template, "src")
        for language in LANGUAGES:
            catalogue = LOCALES / language / "LC_MESSAGES" / "django.po"
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            verb = ("update", "--no-fuzzy-matching", "--ignore-pot-creation-date") if catalogue.exists() else ("init",)
            babel(*verb, "-i", template, "-o", str(catalogue), "-l", language, "-D", "django")


if __name__ == "__main__":
    main()
