"""How the service logs: structured events to stderr, one line each, with the request's id where there is one."""

import logging
import sys
from typing import Any, Literal

import structlog


def set_up_logs(log_format: Literal["text", "json"], level: str = "info") -> None:
    """Send every event, the libraries' too, to stderr (stdout belongs to a command's result).

    `text` is for a person at a terminal, `json` for a collector.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        structlog.processors.StackInfoRenderer(),
    ]
    renderers: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if log_format == "json"
        else [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderers],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    # One line a request comes from the edge with its id and time; the server's own access line would say it twice.
    for noisy in ("uvicorn.access", "httpx", "httpcore", "asyncio", "faker"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
