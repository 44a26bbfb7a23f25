"""Logs: one JSON object a line on standard error, with the time, no personal data and no traceback in a person's way."""

from __future__ import annotations

import json
import logging
import sys

import msgspec
import structlog


def to_standard_error(node: str) -> None:
    """Begin to log as this node."""
    logging.getLogger().setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(serializer=as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(node=node)


def as_json(line: object, **_: object) -> str:
    """One line; what is no plain value stands there as its text."""
    try:
        return msgspec.json.encode(line, order="sorted", enc_hook=str).decode()
    except UnicodeEncodeError:  # half a character, which somebody sent
        return json.dumps(line, sort_keys=True, default=str)
