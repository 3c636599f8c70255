"""Checks the rows against the text of the articles: fingerprints, counts, locators, numbers, mentions, quoted words."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..errors import PackageError
from ..extraction.lines import count, normalise
from ..text import shown
from ..validation.layers import Layer, LoadedPackage
from .articles import Article, cells, read_articles
from .reproduction import check_echo, check_reproduction

COUNTS = ("words", "numbers", "quotations", "names")


def evidence_layers(folder: str | os.PathLike[str] | None) -> tuple[Layer, ...]:
    """Return the layer that checks a package against the articles in `folder`; none without a folder.

    Raises PackageError where there is no such folder.
    """
    if folder is None:
        return ()
    articles = Path(folder)
    if not articles.is_dir():
        raise PackageError(f"{folder}: no such folder of articles")
    return (Layer("evidence", lambda layers: check_evidence(layers, articles)),)


def check_evidence(layers: LoadedPackage, folder: Path) -> None:
    """Record every row that the articles in `folder` do not support, and note which articles are not there."""
    articles, absent = read_articles(layers.connection, layers.tables, folder, layers.issues)
    checker = Evidence(layers, articles)
    checker.counts()
    checker.locators()
    checker.rows("figures", "printed", "evidence-number", _number)
    checker.rows("terms", "term", "evidence-term", _term)
    checker.mentions()
    checker.waivers()
    check_echo(layers, checker.articles)
    check_reproduction(layers, checker.articles)
    if absent and articles:
        layers.issues.notes.append(f"no text of {', '.join(absent)} in the folder: their words were not compared")


class Evidence:
    """The rows of a package beside the lines that they cite."""

    def __init__(self, layers: LoadedPackage, articles: Mapping[str, Article]) -> None:
        self.connection, self.tables, self.found = layers.connection, layers.tables, layers.issues
        self.articles = articles

    def line(self, source_id: Any, number: Any) -> str | None:
        """Return a line as it is normalised for its fingerprint, or None where the text does not have it."""
        article = self.articles.get(source_id)
        return article.lines.get(number) if article else None

    def cells(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        return cells(self.connection, self.tables.get(table), *columns)

    def say(self, code: str, table: str, row: int, column: str, message: str) -> None:
        self.found.add(code, self.tables[table].resource.path, row, column, message)

    def counts(self) -> None:
        """Compare the counts in lines and sources with what the program finds in the text."""
        words: dict[str, int] = {}
        incomplete: set[str] = set()
        for row, source_id, number, *stated in self.cells("lines", "source_id", "line", *COUNTS):
            text = self.line(source_id, number)
            if text is None:
                incomplete.add(source_id)
                continue
            real = count(text)
            words[source_id] = words.get(source_id, 0) + real.words
            for column, value in zip(COUNTS, stated, strict=True):
                actual = getattr(real, column)
                if value is not None and value != actual:
                    self.say(
                        "evidence-count", "lines", row, column, f"the line has {actual} {column}, the row says {value}"
                    )
        for row, source_id, lines, total in self.cells("sources", "source_id", "lines", "words"):
            article = self.articles.get(source_id)
            if article and article.exact and source_id in words.keys() - incomplete:
                for column, value, actual in (("lines", lines, len(article.lines)), ("words", total, words[source_id])):
                    if value is not None and value != actual:
                        text = f"the text has {actual} {column}, the row says {value}"
                        self.say("evidence-count", "sources", row, column, text)

    def locators(self) -> None:
        """Every locator occurs in its line verbatim, and only once in any case."""
        for name, table in self.tables.items():
            if "locator" in table.columns:
                self.rows(name, "locator", "evidence-locator", _locator)

    def rows(self, table: str, column: str, code: str, problem: Callable[[str, str], str | None]) -> None:
        """Compare one column of a table with the lines that its rows cite."""
        for row, source_id, number, quoted in self.cells(table, "source_id", "line", column):
            text = self.line(source_id, number)
            if text is not None and quoted is not None and (reason := problem(normalise(quoted), text)):
                self.say(code, table, row, column, f"{shown(quoted)} {reason} line {number} of {source_id}")

    def mentions(self) -> None:
        """Every mention occurs in its line as whole words, at least as often as the row says."""
        for row, source_id, number, name, times in self.cells("mentions", "source_id", "line", "text", "times"):
            text = self.line(source_id, number)
            if text is None or name is None:
                continue
            found = len(re.findall(_whole(normalise(name)), text))
            if found < (times or 1):
                words = f"{shown(name)} occurs {found} times in line {number} of {source_id}, the row says {times}"
                self.say("evidence-mention", "mentions", row, "text" if not found else "times", words)

    def waivers(self) -> None:
        """Every waived text occurs in its line; one that waives a whole line may be a dash."""
        for row, source_id, number, waived, kind in self.cells("waivers", "source_id", "line", "text", "kind"):
            text = self.line(source_id, number)
            if text is None or waived is None or (kind == "other" and waived == "-"):
                continue
            if normalise(waived) not in text:
                words = f"{shown(waived)} is not in line {number} of {source_id}"
                self.say("evidence-waiver", "waivers", row, "text", words)


def _whole(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


def _locator(quoted: str, text: str) -> str | None:
    times = text.casefold().count(quoted.casefold())
    if quoted not in text:
        return "is not verbatim in"
    return f"occurs {times} times in" if times > 1 else None


def _number(quoted: str, text: str) -> str | None:
    return None if re.search(_whole(quoted), text) else "is not in"


def _term(quoted: str, text: str) -> str | None:
    return None if re.search(_whole(quoted), text, re.IGNORECASE) else "is not in"
