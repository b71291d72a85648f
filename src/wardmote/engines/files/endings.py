"""What can somebody do whose file has an ending that we don't take?"""

from collections.abc import Sequence

_RUN = (
    "apk app bat chm cmd com cpl dll dmg exe hta inf iso jar js jse lnk msc msi msp pif ps1 psm1 reg rgs scr sct sh"
    " sys url vb vbe vbs wsf wsh xll"
)
PROGRAMS = frozenset(_RUN.split())
_MACROS = "It may hold macros, which aren't taken. Save it as .{plain} or as PDF and upload that."
_OLD = "It is in an old format that can hold hidden programs. Save it as .{plain} and upload that."
_ARCHIVE = "Archives aren't taken. Unpack it and upload the documents one by one."
_PAGE = "Web pages and drawings with scripts aren't taken. Print it to PDF and upload that."
_ADVICE = (
    {old: _OLD.format(plain=f"{old}x") for old in ("doc", "xls", "ppt")}
    | {"dot": _OLD.format(plain="docx"), "rtf": _OLD.format(plain="docx"), "xlsb": _MACROS.format(plain="xlsx")}
    | {ending: _MACROS.format(plain="docx") for ending in ("docm", "dotm", "dotx")}
    | {ending: _MACROS.format(plain="xlsx") for ending in ("xlsm", "xltm", "xltx", "xlam")}
    | {ending: _MACROS.format(plain="pptx") for ending in ("pptm", "potm", "potx", "ppsm", "ppsx", "ppam")}
    | dict.fromkeys(("zip", "7z", "rar", "gz", "tgz", "tar", "bz2", "xz", "cab"), _ARCHIVE)
    | dict.fromkeys(("html", "htm", "xhtml", "mht", "mhtml", "svg", "xml"), _PAGE)
    | {"msg": "Outlook's own format isn't taken. Print the e-mail to PDF and upload that."}
    | dict.fromkeys(("heic", "gif", "webp", "bmp", "tif", "tiff"), "Save the picture as PNG or JPEG and upload that.")
)


def advice_on(ending: str, taken: Sequence[str]) -> str:
    """Return the sentence for an ending that isn't taken."""
    if ending in PROGRAMS:
        return "Programs aren't taken. Upload a document that shows what you mean."
    if ending in _ADVICE:
        return f"A .{ending} file can't be kept. {_ADVICE[ending]}"
    return f"This kind of file isn't taken. Upload one of these: {', '.join(taken)}."
