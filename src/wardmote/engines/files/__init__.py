"""Is this file what it says that it is, and is it free of what could do harm when somebody opens it?

`inspect` takes bytes and a name and answers with a kind, or with a refusal: one sentence that says what to do. A kind
of document is a file in `kinds/`; there is no list to keep elsewhere. What is looked for: content that isn't what the
name says, programs and macros, scripts and programs started by a PDF, embedded objects, templates and objects fetched
from elsewhere, commands in spreadsheets, passwords, archives in archives, and files that unpack to far more than they
hold. This is no virus scanner: it knows no signatures of malware, and a file that passes may still be forged or wrong.

Everything is bounded: at most 10 MB come in, at most 60 MB are unpacked, and nothing is ever run or fetched.
"""

from wardmote.engines.files.inspecting import endings, inspect, kinds
from wardmote.engines.files.inspection import LARGEST_FILE, Inspection, Kind
from wardmote.engines.files.naming import safe_name

__all__ = ["LARGEST_FILE", "Inspection", "Kind", "endings", "inspect", "kinds", "safe_name"]
