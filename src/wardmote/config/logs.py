"""How is what happened written down, without naming the people it happened to?"""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
)

ADDRESS = re.compile(r"[^\s\"'()<>=,;:]+@[^\s\"'()<>=,;:]+")


def without_people(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what could name a person or open a door: requests, addresses, tokens and form values."""
    for key in ("request", "email", "person", "token", "cookie", "data", "server_time", "status_code"):
        event.pop(key, None)
    # Django's own line ends with the address, which may hold a secret; ours beside it names the route.
    if event.get("logger") == "django.request":
        event["event"] = str(event["event"]).partition(":")[0]
    # A database's words in a traceback can hold the value that it refused.
    for key in ("event", "exception"):
        if key in event:
            event[key] = ADDRESS.sub("(an address)", str(event[key]))
    return event


def configure(options: dict[str, Any]) -> None:
    """Send every logger's records to standard error as one JSON object to a line."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_people,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(options["level"])
    # A refused host or a suspicious path is the client's doing: counted in metrics, not a stack trace.
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    logging.getLogger("django.request").setLevel(logging.ERROR)
