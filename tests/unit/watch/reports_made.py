"""Reports as other mail systems write them, made in a line each."""

import gzip
import io
import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

from wardmote.register.models import Body
from wardmote.watch.actions.take_reports import Tally, take_reports
from wardmote.watch.models import CameBy
from wardmote.watch.report_reading import read_file

RECORD = """<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated>
<disposition>{disposition}</disposition><dkim>{dkim}</dkim><spf>{spf}</spf></policy_evaluated></row>
<identifiers><header_from>{header_from}</header_from></identifiers>
<auth_results>{signed}<spf><domain>bounce.example</domain><result>{spf}</result></spf></auth_results></record>"""
SIGNED = "<dkim><domain>{domain}</domain><selector>s</selector><result>pass</result></dkim>"
OK, FAIL = {"dkim": "pass", "spf": "pass"}, {"dkim": "fail", "spf": "fail"}


def record(
    ip: str = "192.0.2.1", count: int = 1, *, by: str = "", header_from: str = "", **judged: str
) -> dict[str, Any]:
    """Return one record; `by` is a domain that it was signed with."""
    said = {"dkim": "fail", "spf": "fail", "disposition": "none"} | judged
    signed = SIGNED.format(domain=by) if by else ""
    return {"ip": ip, "count": count, "header_from": header_from, "signed": signed, **said}


def dmarc(
    domain: str, *records: dict[str, Any], day: date, org: str = "Receiver", number: str = "", policy: str = "none"
) -> bytes:
    """Return an aggregate report as XML."""
    begin = int(datetime.combine(day, time(), UTC).timestamp())
    rows = "".join(RECORD.format(**one | {"header_from": one["header_from"] or domain}) for one in records)
    return (
        f"<feedback><report_metadata><org_name>{org}</org_name><report_id>{number or f'{org}-{day}'}</report_id>"
        f"<date_range><begin>{begin}</begin><end>{begin + 86_399}</end></date_range></report_metadata>"
        f"<policy_published><domain>{domain}</domain><p>{policy}</p></policy_published>{rows}</feedback>"
    ).encode()


def tls(domain: str, *, day: date, good: int = 10, org: str = "Sender", **failed: int) -> bytes:
    """Return a TLS report as JSON; failures by result, with _ for -."""
    begin = datetime.combine(day, time(), UTC)
    details = [
        {
            "result-type": result.replace("_", "-"),
            "failed-session-count": count,
            "receiving-mx-hostname": f"mx.{domain}",
        }
        for result, count in failed.items()
    ]
    said = {
        "organization-name": org,
        "date-range": {
            "start-datetime": begin.isoformat().replace("+00:00", "Z"),
            "end-datetime": (begin + timedelta(seconds=86_399)).isoformat().replace("+00:00", "Z"),
        },
        "contact-info": "tls@sender.example",
        "report-id": f"{org}-{day}",
        "policies": [
            {
                "policy": {"policy-type": "sts", "policy-domain": domain},
                "summary": {
                    "total-successful-session-count": good,
                    "total-failure-session-count": sum(failed.values()),
                },
                "failure-details": details,
            }
        ],
    }
    return json.dumps(said).encode()


def mailed(content: bytes, name: str = "report.xml.gz") -> bytes:
    """Return an e-mail with a report attached to it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "dmarc@receiver.example", "rua@council.example", "Report"
    message.set_content("See attached.")
    packed = gzip.compress(content) if name.endswith(".gz") else content
    message.add_attachment(packed, maintype="application", subtype="gzip", filename=name)
    return message.as_bytes()


def zipped(**files: bytes) -> bytes:
    """Return a zip archive of files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def taken(council: Body | None, *contents: bytes, at: datetime, **facts: Any) -> Tally:
    """Take reports in as a command would."""
    found = [one for content in contents for one in read_file(content, "report")]
    given: dict[str, Any] = {"by": None, "came_by": CameBy.COMMAND} | facts
    return take_reports(council=council, found=found, at=at, **given)
