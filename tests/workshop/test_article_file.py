"""Articles as text, HTML and PDF, with real files of invented prose."""

from __future__ import annotations

from pathlib import Path

import pytest

from iraqmilitias.errors import PackageError
from iraqmilitias.workshop import article_file as reading
from iraqmilitias.workshop import page_text

PAGE = """<!doctype html><html lang="en"><head><title>Mill burns in Velmora | Coast Courier</title>
<meta property="og:title" content="Mill burns in Velmora"><meta property="og:site_name" content="Coast Courier">
<meta name="author" content="Ann Grey"><meta property="article:published_time" content="2022-01-15T08:00:00Z">
<link rel="canonical" href="https://example.org/mill"></head>
<body><nav><a href="/">Home</a><a href="/b">Business</a></nav>
<article><h1>Mill burns in Velmora</h1><p>The old mill of Port Elma burned to the ground on Thursday, and 12 people
were hurt, the harbour office said in a short note to the town.</p><p>“Nobody will rebuild it,” said Dario Kestrel, who
had kept its gate for thirty years and watched the roof fall in from across the river.</p></article>
<footer>Copyright 2022 Coast Courier</footer></body></html>"""
PARAGRAPHS = [
    "The old mill of Port Elma burned to the ground on Thursday, and 12 people were hurt, the harbour office said in a "
    "short note to the town.",
    "Nobody will rebuild it, said Dario Kestrel, who had kept its gate for thirty years and watched the roof fall.",
]


def test_reading_takes_paragraphs_and_metadata_from_a_page(tmp_path: Path) -> None:
    file = tmp_path / "mill.html"
    file.write_text(PAGE, "utf-8")
    found = reading.read(file)
    assert found.name == "mill.txt"
    held = [line for line in found.lines if line]
    assert held[0] == "Mill burns in Velmora"
    assert any(line.startswith("The old mill of Port Elma") and line.endswith("to the town.") for line in held)
    assert any(line.startswith("“Nobody will rebuild it,”") for line in held)
    assert not any("Home" in line or "Copyright" in line for line in held)
    assert found.found["date"] == "2022-01-15"
    assert found.found["author"] == "Ann Grey"
    assert found.found["publisher"] == "Coast Courier"


@pytest.mark.slow
def test_reading_joins_the_lines_of_a_pdf_to_paragraphs(tmp_path: Path) -> None:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    for paragraph in PARAGRAPHS:
        document.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT")
        document.ln(6)
    document.output(str(tmp_path / "mill.pdf"))
    found = reading.read(tmp_path / "mill.pdf")
    assert " ".join(line for line in found.lines if line) == " ".join(PARAGRAPHS)


def test_reading_keeps_the_bytes_of_a_text(tmp_path: Path) -> None:
    file = tmp_path / "mill.txt"
    file.write_bytes(b"Mill burns\r\n\r\nAll of it.\r\n")
    found = reading.read(file)
    assert found.lines == ("Mill burns", "", "All of it.")
    assert found.content == file.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("mill.docx", b"PK", "neither text"),
        ("mill.txt", b"\xff\xfe\x00", "not UTF-8"),
        ("mill.txt", b"\n \n", "has no text"),
        ("mill.pdf", b"%PDF-1.4 broken", "not a PDF that can be read"),
    ],
)
def test_reading_rejects_with_what_to_do(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(PackageError, match=words):
        reading.read(tmp_path / name)


def test_paragraphs_have_a_box_of_facts_and_no_box_of_links() -> None:
    page = (
        "<html><body><article><p>The dam broke on Monday.</p>"
        "<aside><h2>Earlier floods</h2><ul><li>2019: <a href='/mill'>The mill</a> is lost in a flood.</li></ul></aside>"
        "<aside><h2>Read next</h2><ul><li><a href='/a'>A bridge that nobody wanted</a></li></ul></aside>"
        "<p>Two men were saved.</p></article><aside><p>About us and our friends.</p></aside></body></html>"
    )
    assert page_text.paragraphs(page.encode()) == [
        "The dam broke on Monday.", "Earlier floods", "2019: The mill is lost in a flood.", "Two men were saved.",
    ]  # fmt: skip
