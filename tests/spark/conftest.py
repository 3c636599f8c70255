"""One Spark session for all tests here; they are not in the quick tier (`pytest -m spark -n0`)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

LOG = Path(__file__).parents[2] / "src/iraqmilitias/validation/engines/log4j2.properties"


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session on two cores of this machine, which compiles lightly: most of what the tests run, runs once."""
    from iraqmilitias.validation.engines.session import SETTINGS, java_home

    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore", FutureWarning)
        from pyspark.sql import SparkSession

        if home := java_home():
            patch.setenv("JAVA_HOME", home)
        builder = SparkSession.builder.master("local[2]").appName("tests")
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "2g",
            "spark.driver.extraJavaOptions": (
                f"-Dlog4j2.configurationFile={LOG.as_uri()} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            ),
        }
        for key, value in (settings | SETTINGS).items():
            builder = builder.config(key, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield session
        session.stop()
