"""A session of Spark Connect for one validation: with a server elsewhere, or with Sail in this process.

Sail is a Spark Connect server in Rust, which the extra brings. It runs in threads of this process and ends with it,
whatever ends it, and needs no Java.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import EngineError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# What statements and this package's text rely on, whatever the server's own settings say.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",  # a rule that cannot cast a value objects to nothing
    "spark.sql.variable.substitute": "false",  # '${env:HOME}' in a schema is text
    "spark.sql.caseSensitive": "false",
}
CONNECT_TIMEOUT = 10  # seconds
RETRIES = 4  # after 0.05 seconds, then four times as long each time; pyspark's own 15 take ten minutes
_ADDRESS = re.compile(r"sc://(\[[^\]]+\]|[^:/;]+)(?::([0-9]+))?(?:/.*)?")
_CONNECT_PORT = 15002


@contextmanager
def spark_session(master: str | None, folder: Path) -> Iterator[SparkSession]:
    """Yield a new session with the server at `master`; what was started here is ended.

    Without a master it is Sail, which keeps its temporary files in `folder`. Raises EngineError where the server does
    not answer.
    """
    # Of pandas 3, of which pyspark uses nothing here, and what an error says anyway.
    for unwanted in ({"category": FutureWarning, "module": "pyspark"}, {"message": r"\[RETRIES_EXCEEDED\]"}):
        warnings.filterwarnings("ignore", **unwanted)
    if master is None:
        with _sail(folder) as address, _connected(address) as session:
            yield session
    else:
        with _connected(master) as session:
            yield session


@contextmanager
def _sail(folder: Path) -> Iterator[str]:
    """Yield the address of a Sail server that runs in this process, on this machine's own network only."""
    os.environ.setdefault("RUST_LOG", "off")
    os.environ["SAIL_RUNTIME__TEMPORARY_FILES__PATHS"] = json.dumps([str(folder)])
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    try:
        yield f"sc://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def _connected(master: str) -> Iterator[SparkSession]:
    named = master.partition("/;")[0]  # what follows may be a token
    address = _ADDRESS.fullmatch(master)
    if address is None:
        raise EngineError(
            f"{named} is not the address of a Spark Connect server, which looks like sc://host:{_CONNECT_PORT}; "
            "Spark's sbin/start-connect-server.sh starts one on any master"
        )
    try:
        with socket.create_connection((address[1].strip("[]"), int(address[2] or _CONNECT_PORT)), CONNECT_TIMEOUT):
            pass
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise EngineError(f"no Spark Connect server answers at {named}: {why}") from None
    with _not_a_doctest():
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession

    try:
        session = SparkSession.builder.remote(master).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=RETRIES)])
        _prepare(session)
    except Exception as error:  # grpc and pyspark each raise their own
        raise EngineError(f"no Spark Connect server answers at {named}: {reason(error)}") from None
    try:
        yield session
    finally:
        with suppress(Exception):  # a server that is gone has ended it; why we stop must not be lost
            session.stop()


@contextmanager
def _not_a_doctest() -> Iterator[None]:
    """Let pyspark be imported under `python -c`, which it takes for one of its own doctests: it ends the process."""
    main: Any = sys.modules["__main__"]
    named = hasattr(main, "__file__")
    if not named:
        main.__file__ = "-c"
    try:
        yield
    finally:
        if not named:
            del main.__file__


def _prepare(session: Any) -> None:
    for key, value in SETTINGS.items():
        session.conf.set(key, value)


def reason(error: Exception) -> str:
    """Return the line of an error of Spark, Sail or gRPC that says what is wrong."""
    detail = re.search(r'details = "(.+)"', str(error))
    lines = [detail[1]] if detail else [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
