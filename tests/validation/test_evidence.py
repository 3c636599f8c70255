"""Rows beside an invented article: what stands in its lines, and how much of it is repeated."""

from __future__ import annotations

import csv
import hashlib
import json

import pytest

from iraqmilitias.evidence.checks import evidence_layers
from iraqmilitias.extraction import lines as coding
from iraqmilitias.validation import validate

ARTICLE = [
    "Ferries return to the Shatt",
    "",
    "Nadia Karim of the Basra Port Office said on Monday that 12 ferries will sail again next spring.",
    "Critics call the plan a reckless gamble, because the Basra Port Office lost three boats in earlier storms.",
    "",
    "“We have learned from it,” Karim said.",
]
TABLES = {
    "sources": ["source_id", "file_name", "lines:integer", "words:integer", "sha256"],
    "lines": [
        "source_id",
        "line:integer",
        "words:integer",
        "numbers:integer",
        "quotations:integer",
        "names:integer",
        "sha256",
    ],
    "figures": ["figure_id", "source_id", "line:integer", "locator", "printed", "description"],
    "statements": ["statement_id", "source_id", "line:integer", "locator", "paraphrase"],
    "mentions": ["mention_id", "source_id", "line:integer", "text", "times:integer"],
    "terms": ["term_id", "source_id", "line:integer", "term", "neutral", "why"],
    "waivers": ["source_id", "line:integer", "text", "kind", "reason"],
}


class Bundle:
    """A package about one article, and the folder with its text."""

    def __init__(self, root):
        self.root, self.articles = root / "package", root / "articles"
        self.articles.mkdir()
        self.save("\n".join(ARTICLE) + "\n")
        counted = [coding.count(line) for line in ARTICLE]
        digest = hashlib.sha256((self.articles / "ferries.txt").read_bytes()).hexdigest()
        self.rows = {
            "sources": [["src-0001", "ferries.txt", 6, sum(c.words for c in counted), digest]],
            "lines": [
                ["src-0001", n, c.words, c.numbers, c.quotations, c.names, coding.fingerprint(line)]
                for n, (line, c) in enumerate(zip(ARTICLE, counted, strict=True), 1)
            ],
            "figures": [["fig-0001", "src-0001", 3, "12 ferries", "12", "Boats that are to run."]],
            "statements": [["stm-0001", "src-0001", 3, "on Monday", "The service is to resume."]],
            "mentions": [["men-0001", "src-0001", 3, "Basra Port Office", 1], ["men-0002", "src-0001", 6, "Karim", 1]],
            "terms": [["trm-0001", "src-0001", 4, "Reckless", "risky", "It judges."]],
            "waivers": [
                ["src-0001", 4, "three", "number", "Counted elsewhere."],
                ["src-0001", 1, "-", "other", "None."],
            ],
        }

    def save(self, text, name="ferries.txt"):
        (self.articles / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def check(self):
        self.root.mkdir(exist_ok=True)
        resources = []
        for name, columns in TABLES.items():
            fields = [dict(zip(("name", "type"), (*c.split(":"), "string"), strict=False)) for c in columns]
            with (self.root / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out, lineterminator="\n")
                writer.writerows([[f["name"] for f in fields], *self.rows[name]])
            resources.append({"name": name, "path": f"{name}.csv", "schema": {"fields": fields}})
        (self.root / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}), encoding="utf-8")
        report = validate(self.root, layers=evidence_layers(self.articles), crosscheck=False)
        return [(i.code, i.file, i.line, i.column) for i in report.issues if i.code.startswith("evidence")]


@pytest.fixture
def bundle(tmp_path):
    return Bundle(tmp_path)


def test_evidence_accepts_what_the_article_bears_out(bundle):
    assert bundle.check() == []


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("table", "row", "cell", "value", "code", "column"),
    [
        ("figures", 0, 3, "12 boats", "evidence-locator", "locator"),
        ("figures", 0, 3, "12 Ferries", "evidence-locator", "locator"),
        ("figures", 0, 3, "on", "evidence-locator", "locator"),
        ("figures", 0, 4, "1", "evidence-number", "printed"),
        ("statements", 0, 3, "on Tuesday", "evidence-locator", "locator"),
        ("mentions", 0, 3, "Basra Port Off", "evidence-mention", "text"),
        ("mentions", 0, 4, 2, "evidence-mention", "times"),
        ("terms", 0, 3, "careless", "evidence-term", "term"),
        ("waivers", 0, 2, "four", "evidence-waiver", "text"),
        ("waivers", 0, 2, "-", "evidence-waiver", "text"),
        ("lines", 2, 2, 99, "evidence-count", "words"),
        ("lines", 2, 3, 9, "evidence-count", "numbers"),
        ("lines", 5, 4, 0, "evidence-count", "quotations"),
        ("lines", 3, 5, 77, "evidence-count", "names"),
        ("lines", 2, 6, "0" * 64, "evidence-line", "sha256"),
        ("sources", 0, 2, 5, "evidence-count", "lines"),
        ("sources", 0, 3, 1, "evidence-count", "words"),
        ("sources", 0, 4, "0" * 64, "evidence-hash", "sha256"),
    ],
)
def test_evidence_rejects(bundle, table, row, cell, value, code, column):
    bundle.rows[table][row][cell] = value
    assert bundle.check() == [(code, f"{table}.csv", row + 2, column)]


@pytest.mark.parametrize(
    "text",
    [
        "\r\n".join(ARTICLE) + "\r\n",
        "\n".join(line for line in ARTICLE if line) + "\n",
        "\n\n\n".join(f"  {line.replace(' ', '  ')} \t" for line in ARTICLE),
        "\ufeff" + "\n".join(ARTICLE),
    ],
)
def test_evidence_realigns_a_copy_whose_lines_fall_differently(bundle, text):
    bundle.save(text)
    assert bundle.check() == [("evidence-hash", "sources.csv", 2, "sha256")]


def test_evidence_names_lines_that_differ_are_missing_or_new(bundle):
    changed = [ARTICLE[0], ARTICLE[2].replace("12", "13"), ARTICLE[5], "A new last line."]
    bundle.save("\n".join(changed))
    assert bundle.check() == [
        ("evidence-extra", "sources.csv", 2, "lines"),
        ("evidence-hash", "sources.csv", 2, "sha256"),
        ("evidence-line", "lines.csv", 4, "sha256"),
        ("evidence-missing", "lines.csv", 5, "line"),
    ]


def test_evidence_finds_the_file_by_hash_or_by_its_lines(bundle):
    (bundle.articles / "ferries.txt").rename(bundle.articles / "other.txt")
    assert bundle.check() == []
    bundle.save("\n".join(ARTICLE), "other.txt")
    assert bundle.check() == [("evidence-hash", "sources.csv", 2, "sha256")]
    (bundle.articles / "other.txt").unlink()
    assert bundle.check() == [("evidence-file", "sources.csv", 2, "file_name")]


def test_evidence_never_follows_a_name_out_of_the_folder(bundle):
    (bundle.articles / "ferries.txt").rename(bundle.articles.parent / "ferries.txt")
    bundle.rows["sources"][0][1] = "../ferries.txt"
    assert bundle.check() == [("evidence-file", "sources.csv", 2, "file_name")]


def test_own_words_may_not_echo(bundle):
    bundle.rows["statements"][0][4] = "She says ferries will sail again next spring."
    assert bundle.check() == [("evidence-echo", "statements.csv", 2, "paraphrase")]
    bundle.rows["statements"][0][4] = "She says ferries will sail again next."
    assert bundle.check() == []
    bundle.rows["statements"][0][4] = "It was because the Basra Port Office lost three boats."
    assert bundle.check() == []


def test_reproduction_stays_within_its_budget(bundle):
    bundle.rows["figures"].append(["fig-0002", "src-0001", 3, "will sail again", "12", "x"])
    assert bundle.check() == []
    bundle.rows["waivers"].append(["src-0001", 4, "lost three boats in earlier storms", "other", "x"])
    bundle.rows["waivers"].append(["src-0001", 4, "call the plan a reckless gamble", "other", "x"])
    assert ("evidence-budget", "sources.csv", 2, "words") in bundle.check()


def test_quotations_that_meet_may_not_make_a_long_run(bundle):
    bundle.rows["waivers"] += [
        ["src-0001", 4, "because the Basra Port Office", "other", "x"],
        ["src-0001", 4, "lost three boats in earlier", "other", "x"],
    ]
    assert ("evidence-run", "waivers.csv", 5, "text") in bundle.check()
