"""Every form of citation and metadata is valid by its own schema or parser, and tells the same."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path

import pytest

from iraqmilitias.dataset import Dataset
from iraqmilitias.package import Package
from iraqmilitias.workshop.versions.metadata import cff, datacite, zenodo

ROOT = Path(__file__).parents[2]
FORMATS = Path(__file__).parents[1] / "formats"
CITED = [(None, None), ("fig-0019", None), (None, "SELECT figure_id FROM figures WHERE printed LIKE '%0%'")]


@pytest.mark.parametrize(("record", "query"), CITED)
def test_bibtex_is_read_by_bibtexparser(data: Dataset, record: str | None, query: str | None) -> None:
    bibtexparser = import_module("bibtexparser")
    cited = data.cite(record, query)
    library = bibtexparser.parse_string(cited.format("bibtex"))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = entry.fields_dict
    assert fields["version"].value == data.version
    assert fields["title"].value.strip("{}") == cited.title
    assert fields["author"].value.strip("{}") == cited.creators[0]
    assert "CC-BY-4.0" in fields["note"].value


@pytest.mark.parametrize(("record", "query"), CITED)
def test_ris_is_read_by_rispy(data: Dataset, record: str | None, query: str | None) -> None:
    rispy = import_module("rispy")
    cited = data.cite(record, query)
    (entry,) = rispy.loads(cited.format("ris"))
    assert entry["type_of_reference"] == "DATA"
    assert (entry["title"], entry["year"], entry["edition"]) == (cited.title, cited.year, data.version)
    assert list(entry["authors"]) == list(cited.creators)
    assert cited.licence in " ".join(entry["notes"])
    assert cited.part in " ".join(entry["notes"])


@pytest.mark.parametrize(("record", "query"), CITED)
def test_csl_json_is_read_by_citeproc(data: Dataset, record: str | None, query: str | None) -> None:
    source = import_module("citeproc.source.json")
    cited = data.cite(record, query)
    items = json.loads(cited.format("csl-json"))
    read = source.CiteProcJSON(items)
    (key,) = read
    assert str(read[key]["title"]) == cited.title
    assert read[key]["issued"]["year"] == int(cited.year)
    assert str(read[key]["version"]) == data.version
    assert cited.licence in str(read[key]["note"])


def test_datacite_is_valid_by_the_schema_of_the_library(data: Dataset) -> None:
    schema = import_module("datacite.schema45")  # the newest schema that the library has
    made = datacite(data.package)
    schema.validator.validate(made)
    assert "doi" not in made
    with pytest.raises(Exception, match="required"):
        schema.validator.validate({k: v for k, v in made.items() if k != "titles"})


def test_datacite_is_valid_by_its_own_schema_but_for_the_doi(data: Dataset) -> None:
    etree = import_module("lxml.etree")
    # https://schema.datacite.org/meta/kernel-4.6/metadata.xsd and what it includes, unchanged
    schema = etree.XMLSchema(etree.parse(str(FORMATS / "datacite-4.6" / "metadata.xsd")))
    made = datacite(data.package)
    assert made["relatedIdentifiers"] and made["rightsList"]

    def errors(changed: dict[str, object]) -> list[str]:
        text = import_module("datacite.schema45").tostring(changed)
        schema.validate(etree.fromstring(text.encode()))
        return [error.message for error in schema.error_log]

    (missing,) = errors(made)
    assert "Missing child element(s)" in missing and "identifier" in missing
    placed = {**made, "doi": "none yet"}
    assert errors(placed) == []
    assert "not an element of the set" in errors({**placed, "dates": [{"date": "2026", "dateType": "Written"}]})[0]


def test_citation_file_is_valid_and_generated() -> None:
    jsonschema = import_module("jsonschema")
    yaml = import_module("yaml")
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert text == cff(Package(ROOT))
    read = yaml.safe_load(text)
    read["date-released"] = str(read["date-released"])
    schema = json.loads((FORMATS / "cff-1.2.0.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(read)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({**read, "license": "no such licence"})


def test_all_forms_tell_the_same(data: Dataset) -> None:
    whole = data.cite()
    for made in (
        datacite(data.package),
        zenodo(data.package),
        cff(data.package),
        whole.format("text"),
        whole.format("apa"),
    ):
        text = made if isinstance(made, str) else json.dumps(made, ensure_ascii=False)
        for wanted in (whole.title, whole.version, whole.year, whole.creators[0]):
            assert wanted in text
        assert re.search("CC-BY-4.0|cc-by-4.0", text)
