"""What every exporter reads: the package, its tables and views in a database without keys, its version and hash."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ..calendar_days import source_date
from ..database.building import (
    files_on_disk,
    longest_row,
    read_csv_sql,
    require_header,
    require_one_name_each,
    unfit,
    usable,
)
from ..database.definitions import has_ours
from ..errors import PackageError
from ..fields import literal, quoted, sql_name
from ..output import STAGED
from ..package import Package
from .manifest import MANIFEST

if TYPE_CHECKING:
    import duckdb

FLAT = "claims"
ABOUT = "package_metadata"  # the table of what the package is, in a database


@dataclass
class Context:
    """A package opened for export: `connection` has its tables, in the files' order, and its views."""

    package: Package
    connection: duckdb.DuckDBPyConnection
    views: tuple[str, ...]
    moment: datetime.datetime | None = None

    @cached_property
    def sha256(self) -> str:
        """The hash of descriptor, schemas and data that the citation names too."""
        return self.package.content_hash()

    @cached_property
    def made(self) -> datetime.datetime:
        """The moment that the export was asked for, SOURCE_DATE_EPOCH or the day of the package: never the clock."""
        return self.moment or source_date() or created(self.package)

    def facts(self) -> dict[str, str]:
        """What every export carries about itself, as text by name."""
        described = self.package.descriptor
        return {
            "name": self.package.name,
            "title": str(described.get("title", self.package.name)),
            "version": self.package.version,
            "content_sha256": self.sha256,
            "licence": ", ".join(str(x.get("name", x.get("path", ""))) for x in self.package.listed("licenses")),
            "description": str(described.get("description", "")),
            "rights": json.dumps(self.rights, ensure_ascii=False),
        }

    @property
    def licences(self) -> list[Any]:
        """The addresses of the licences, or their names where they have none."""
        return [entry.get("path", entry.get("name")) for entry in self.package.listed("licenses")]

    @property
    def rights(self) -> list[dict[str, Any]]:
        """Who holds the rights in which columns, under which licence: the descriptor's own list."""
        return self.package.listed("rights")

    def usage(self) -> list[dict[str, Any]]:
        """Return the rights in the words of schema.org, for its property usageInfo."""
        return [
            {
                "@type": "CreativeWork",
                "text": right.get("statement"),
                "license": right.get("licence"),
                "copyrightHolder": {"@type": "Organization", "name": right.get("holder")},
                "about": texts(right.get("covers")),
            }
            for right in self.rights
        ]

    def identifier(self, what: str) -> str:
        """Return an address for something in this version: below the homepage, else a URN."""
        home, version = self.package.descriptor.get("homepage"), self.package.version
        return f"{str(home).rstrip('/')}/{version}/{what}" if home else f"urn:{self.package.name}:{version}:{what}"

    def rows(self, relation: str, order: str = "") -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Return the columns and rows of a table (in the file's order) or view."""
        sql = f"SELECT * FROM {quoted(relation)}{f' ORDER BY {order}' if order else ''}"
        result = self.connection.cursor().execute(sql)
        names = [column[0] for column in result.description or ()]

        def chunks() -> Iterator[tuple[Any, ...]]:
            while found := result.fetchmany(10_000):
                yield from found

        return names, chunks()

    def records(self, relation: str, order: str = "") -> Iterator[dict[str, Any]]:
        """Yield the rows of a table or view as dictionaries by column."""
        columns, rows = self.rows(relation, order)
        return (dict(zip(columns, row, strict=True)) for row in rows)

    def copy_tables(self, folder: Path, own: str) -> dict[str, bytes]:
        """Copy the tables' files into a folder, under their paths, and return them.

        PackageError for a path that is that of the export's `own` file or of its manifest, whatever the case.
        """
        files = {table.path: self.package.read_bytes(table.path) for table in self.package.readable_tables.values()}
        for path, content in files.items():
            written = PurePosixPath(path).as_posix().casefold()
            if written in (own.casefold(), MANIFEST) or written.startswith(STAGED):
                raise PackageError(f"{path}: an export writes a file of its own under this name; rename it")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return files

    def dataset(self) -> dict[str, Any]:
        """Return the dataset in the words of schema.org, as the first node of a graph."""
        facts = self.facts()
        return {
            "@id": self.identifier("dataset"),
            "@type": "Dataset",
            "name": facts["title"],
            "version": facts["version"],
            "identifier": {"@type": "PropertyValue", "propertyID": "SHA-256", "value": facts["content_sha256"]},
        }

    def creators(self) -> list[dict[str, Any] | None]:
        """Return who made the package, in the words of schema.org."""
        return [organisation(c["title"]) for c in self.package.listed("contributors") if c.get("title")]

    def require_no_about(self) -> None:
        """Raise PackageError where a table of the package has the name of ABOUT."""
        for name in self.package.tables:
            if sql_name(name) == ABOUT:
                raise PackageError(f"{name}: the export has a table {ABOUT} of its own; rename yours")

    def has_ours(self, needed: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether the package has all these columns of our tables, with our types."""
        return all(has_ours(self.package, table, *columns) for table, columns in needed.items())

    def flat(self) -> tuple[str, ...]:
        """The flat claims, where the package has them."""
        return (FLAT,) if FLAT in self.views else ()

    def relations(self) -> tuple[str, ...]:
        """The flat claims, where the package has them, then every table."""
        return (*self.flat(), *self.package.readable_tables)


def created(package: Package) -> datetime.datetime:
    """Return the day that the package names as created; 1 January 1980 where it names none."""
    try:
        made = datetime.datetime.fromisoformat(str(package.descriptor.get("created", "")))
    except ValueError:
        made = datetime.datetime(1980, 1, 1)
    return made if made.tzinfo else made.replace(tzinfo=datetime.UTC)


def texts(value: Any) -> list[str]:
    """Return the texts of a list in a descriptor; nothing where it is something else."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def organisation(name: str | None) -> dict[str, Any] | None:
    """Return an organisation in the words of schema.org; None for one without a name."""
    return {"@type": "Organization", "name": name} if name else None


def write_graph(file: Path, meanings: Any, nodes: Iterable[dict[str, Any]]) -> None:
    """Write JSON-LD: the context, and one line for each node, without what is missing in it."""
    lines = ",\n".join(json.dumps(without_missing(node), ensure_ascii=False) for node in nodes)
    text = f'{{"@context": {json.dumps(meanings)}, "@graph": [\n{lines}\n]}}\n'
    file.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def opened(package: Package, moment: datetime.datetime | None = None) -> Iterator[Context]:
    """Load the package without keys (they would double the time) and make its views; PackageError if it is unfit."""
    import duckdb

    require_one_name_each(package)
    connection = duckdb.connect(":memory:")
    try:
        with tempfile.TemporaryDirectory(prefix="iraqmilitias-") as spill, files_on_disk(package) as locate:
            connection.execute(f"SET temp_directory = {literal(spill)}")
            for table in package.readable_tables.values():
                try:
                    file = locate(table.path)
                    require_header(table, file)
                    source = read_csv_sql(table, file, longest_row(file))
                    connection.execute(f"CREATE TABLE {quoted(table.name)} AS SELECT * FROM {source}")
                except duckdb.Error as error:
                    raise unfit(package, table, error) from None
            made = list(usable(package))
            for item in made:
                connection.execute(item.sql)
            yield Context(package, connection, tuple(item.name for item in made if not item.is_macro), moment)
    except duckdb.Error as error:  # a full disk, above all
        raise PackageError(f"{package.name}: cannot be exported ({str(error).splitlines()[0]})") from None
    finally:
        connection.close()


def without_missing(node: Any) -> Any:
    """Return a JSON value without what is missing in it: nulls, empty texts and empty lists."""
    if isinstance(node, dict):
        return {k: without_missing(v) for k, v in node.items() if v not in (None, "", [])}
    return [without_missing(v) for v in node] if isinstance(node, list) else node
