"""The log: one JSON object a line, without who visits; what a user is to report has a number."""

import logging
import os
import secrets

from pythonjsonlogger.json import JsonFormatter

# Which of several processes behind one name this is; the launcher numbers them.
WORKER = os.environ.get("DASHBOARD_WORKER", "1")
_DIGITS = 8


class _Later(logging.Logger):
    """A logger of a module that is loaded later; what handlers it is given makes no difference."""

    def callHandlers(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Leaves it to the handler of all."""
        logging.root.callHandlers(record)


def begin(worker: str = WORKER) -> None:
    """Writes everything that is logged from warnings on to the stream for errors.

    Uvicorn and Streamlit bring handlers of their own. They write no JSON, and with them uvicorn
    would log the address of everybody who opens a page.

    Args:
        worker: Which process this is.
    """
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(
        JsonFormatter(
            ("levelname", "name", "message", "number", "exc_info"),
            rename_fields={"levelname": "level", "name": "logger", "exc_info": "trace"},
            static_fields={"worker": worker},
            timestamp="time",
            json_ensure_ascii=False,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.setLoggerClass(_Later)
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True


def numbered(logger: logging.Logger, message: str, error: Exception) -> str:
    """Logs an error with its trace.

    Returns:
        The number, as 04729138, by which the operator finds it.
    """
    number = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
    logger.error(message, exc_info=error, extra={"number": number})
    return number
