"""Exports opened by light clients: pyarrow, polars, DuckDB, sqlite3, openpyxl, networkx, rdflib, csv."""

from __future__ import annotations

import csv
import json
import sqlite3

import duckdb
import networkx
import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
import rdflib

from iraqmilitias.dataset import Dataset

from .conftest import Made
from .reading import package_cells

NAME = "iraqmilitias"


@pytest.mark.slow
def test_pyarrow_reads_parquet_with_types_and_metadata(data: Dataset, made: Made) -> None:
    table = pq.read_table(made("parquet") / "figures.parquet")
    assert table.num_rows == len(data.load("figures"))
    assert [str(table.schema.field(c).type) for c in ("figure_id", "line", "value_low", "date_from")] == [
        "string",
        "int64",
        "double",
        "date32[day]",
    ]
    held = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    assert held["version"] == data.version and held["content_sha256"] == data.package.content_hash()
    assert json.loads(held["schema"]) == json.loads(data.package.read_bytes("schemas/figures.json"))


@pytest.mark.slow
def test_polars_and_duckdb_read_parquet_alike(data: Dataset, made: Made) -> None:
    for name in (*data.tables(), "claims"):
        file = made("parquet") / f"{name}.parquet"
        frame = pl.read_parquet(file)
        with duckdb.connect() as connection:
            assert frame.rows() == connection.execute(f"SELECT * FROM read_parquet('{file}')").fetchall()
    assert pl.read_parquet(made("parquet") / "actors.parquet")["named"].dtype == pl.Boolean


def test_spreadsheet_csv_has_a_mark_and_no_formula(made: Made) -> None:
    for file in made("csv").glob("*.csv"):
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
        assert all(not cell.startswith(("=", "+", "@", "\t")) for row in rows for cell in row)
    with (made("csv") / "claims.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert next(csv.reader(opened))[:3] == ["record_id", "table_name", "what"]


@pytest.mark.slow
def test_sqlite_has_keys_that_hold_and_refuse(data: Dataset, made: Made) -> None:
    connection = sqlite3.connect(made("sqlite") / f"{NAME}.sqlite")
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        keys = connection.execute("SELECT count(*) FROM pragma_foreign_key_list('figures')").fetchone()[0]
        assert keys == sum(len(k.columns) for k in data.package.table("figures").foreign_keys)
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.execute("UPDATE figures SET actor_id = 'act-9999' WHERE figure_id = 'fig-0001'")
            connection.commit()
        connection.rollback()
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute("UPDATE figures SET unit = 'parsecs'")
        connection.rollback()
        held = dict(connection.execute("SELECT key, value FROM package_metadata"))
        assert held["version"] == data.version and held["content_sha256"] == data.package.content_hash()
        assert connection.execute("SELECT count(*) FROM claims").fetchone()[0] == len(data.sql("from claims"))
    finally:
        connection.close()


@pytest.mark.slow
def test_duckdb_file_has_tables_views_comments_and_what_it_is(data: Dataset, made: Made) -> None:
    with duckdb.connect(str(made("duckdb") / f"{NAME}.duckdb"), read_only=True) as connection:
        for name in (*data.tables(), *data.views()):
            assert connection.execute(f"SELECT count(*) FROM {name}").fetchall() == data.sql(
                f"SELECT count(*) FROM {name}", as_="rows"
            )
        held = dict(connection.execute("SELECT key, value FROM package_metadata").fetchall())
        assert held["content_sha256"] == data.package.content_hash()
        told = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'figures'").fetchall()
        assert told == [(data.package.table("figures").description,)]


@pytest.mark.slow
def test_workbook_begins_with_claims_and_offers_the_schema_s_words(data: Dataset, made: Made) -> None:
    book = openpyxl.load_workbook(made("xlsx") / f"{NAME}.xlsx")
    assert book.sheetnames == ["claims", *data.tables(), "dictionary", "choices", "about"]
    for name in ("claims", *data.tables()):
        sheet = book[name]
        assert sheet.freeze_panes == "B2" and len(sheet.tables) == 1, name
    sheet = book["figures"]
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        column = str(rule.sqref).split("2:")[0]
        span = rule.formula1.removeprefix("choices!").replace("$", "")
        offered[sheet[f"{column}1"].value] = [row[0].value for row in book["choices"][span]]
    enumerated = {
        f.name: f.constraints["enum"] for f in data.package.table("figures").fields if "enum" in f.constraints
    }
    assert offered == {k: list(v) for k, v in enumerated.items()} and len(offered) == 3
    assert isinstance(sheet["F2"].value, int | float) and book["sources"]["H2"].is_date
    assert book["actors"]["D2"].value is True
    assert {r[0].value: r[1].value for r in book["about"].iter_rows(min_row=2)}["version"] == data.version
    meanings = {(r[0].value, r[1].value): r[4].value for r in book["dictionary"].iter_rows(min_row=2)}
    for table in data.package.tables.values():
        for field in table.fields:
            assert meanings[table.name, field.name] == field.description
    assert all(meanings["claims", c] for c in data.sql("from claims limit 1").columns)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_geojson_places_events_and_facilities_with_the_kind_of_coordinate(data: Dataset, made: Made) -> None:
    for name, rows in (("facilities", data.sql("from facilities")), ("events", data.sql("from timeline"))):
        content = json.loads((made("geojson") / f"{name}.geojson").read_text(encoding="utf-8"))
        assert content["type"] == "FeatureCollection" and content["version"] == data.version
        assert len(content["features"]) == len(rows)
        placed = [f for f in content["features"] if f["geometry"]]
        assert len(placed) == int(rows["latitude"].notna().sum()) > 0
        for feature in placed:
            longitude, latitude = feature["geometry"]["coordinates"]
            assert -180 <= longitude <= 180 and -90 <= latitude <= 90
            assert feature["properties"]["coordinate_kind"] in ("site", "centre", "stand_in")
    asad = next(
        f
        for f in json.loads((made("geojson") / "facilities.geojson").read_text(encoding="utf-8"))["features"]
        if f["id"] == "fac-0001"
    )
    assert asad["geometry"]["coordinates"] == [42.4412, 33.7856]


def test_networkx_reads_every_tie(data: Dataset, made: Made) -> None:
    graph = networkx.read_graphml(made("graphml") / f"{NAME}.graphml", force_multigraph=True)
    ties = data.load("affiliations")
    assert graph.is_directed() and graph.number_of_edges() == len(ties)
    assert set(graph.nodes) == set(data.load("actors")["actor_id"])
    assert graph.graph["content_sha256"] == data.package.content_hash()
    ends = {(a, b, key) for a, b, key in graph.edges(keys=True)}
    assert ends == set(zip(ties["actor_id"], ties["organisation_id"], ties["affiliation_id"], strict=True))
    assert all({"relation", "voice", "line", "source_id"} <= set(d) for _, _, d in graph.edges(data=True))


@pytest.mark.slow
def test_rdflib_finds_claims_with_article_and_voice(data: Dataset, made: Made) -> None:
    graph = rdflib.Graph()
    graph.parse(made("jsonld") / f"{NAME}.jsonld")
    schema, prov = rdflib.Namespace("https://schema.org/"), rdflib.Namespace("http://www.w3.org/ns/prov#")
    claims = set(graph.subjects(rdflib.RDF.type, schema.Claim))
    assert len(claims) == len(data.sql("from claims"))
    articles = set(graph.subjects(rdflib.RDF.type, schema.NewsArticle))
    assert len(articles) == len(data.load("sources"))
    agents = set(graph.subjects(rdflib.RDF.type, prov.Agent))
    for claim in claims:
        line = graph.value(claim, prov.wasDerivedFrom)
        article = graph.value(line, prov.wasDerivedFrom)
        assert article in articles and graph.value(line, schema.position) is not None
        assert graph.value(graph.value(claim, prov.wasGeneratedBy), prov.used) == article
        voice = graph.value(claim, prov.wasAttributedTo)
        assert voice is None or voice in agents
    dataset = graph.value(None, rdflib.RDF.type, schema.Dataset)
    assert str(graph.value(dataset, schema.version)) == data.version
    assert rdflib.Literal(data.package.content_hash(), lang=None) in set(graph.objects(None, schema.value))


def test_r_script_names_every_table_and_level(data: Dataset, made: Made) -> None:
    script = (made("r") / "read.R").read_text(encoding="utf-8")
    for table in data.package.tables.values():
        assert f'read_table("{table.path}"' in script
    assert '"asserted", "hedged", "disputed"' in script


@pytest.mark.slow
def test_files_for_r_and_croissant_are_the_package_s_own_bytes(data: Dataset, made: Made) -> None:
    for form in ("r", "croissant"):
        for table in data.package.tables.values():
            assert (made(form) / table.path).read_bytes() == data.package.read_bytes(table.path)
    assert package_cells(data.package)["figures"]
