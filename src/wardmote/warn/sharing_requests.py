"""What did somebody send with a form on which something is said: files, people by name, a label?"""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from wardmote.engines.advisories.facts import Label
from wardmote.register.models import Person

from .actions.say_post import Said
from .queries.places import Place
from .queries.posts import readers_by_email
from .queries.sharing_access import Table
from .stripping import LARGEST_MB, MOST_FILES, NotTaken, Upload


def uploads_in(request: HttpRequest) -> list[Upload]:
    """Return the files that came, unread ones left out; refuse too many or too large ones before reading them."""
    files = request.FILES.getlist("files")
    if len(files) > MOST_FILES:
        raise NotTaken(_("Choose five files or fewer."))
    if any((file.size or 0) > LARGEST_MB * 1_000_000 for file in files):
        raise NotTaken(_("Each file must be 10 MB or smaller."))
    return [Upload(file.name or "", file.read()) for file in files]


def said_in(form: forms.Form, table: Table, place: Place) -> Said | None:
    """Return what was said; None where somebody named can't be reached here, which the form then says."""
    cleaned: dict[str, Any] = form.cleaned_data
    readers = readers_in(form, table, place)
    if form.errors:
        return None
    return Said(
        text=cleaned["text"],
        label=Label(cleaned["label"]),
        title=cleaned.get("title", ""),
        is_anonymous=cleaned["is_anonymous"],
        readers=readers,
    )


def readers_in(form: forms.Form, table: Table, place: Place) -> list[Person]:
    """Return the people whom the form names."""
    emails = form.cleaned_data.get("emails", [])
    found = readers_by_email(emails, place, table.day) if emails else []
    if len(found) < len(emails):
        form.add_error("readers", _("Not all of these addresses belong to people who share here. Check each."))
    return found
