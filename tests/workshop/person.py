"""A careful person who completes a worksheet: what they type comes from the list of expected rows beside an article.

The lists have the format of shared/articles: by line, its numbers, quotations, names, events and ties.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from iraqmilitias.extraction import lines as article
from iraqmilitias.package import Package
from iraqmilitias.table_files import rows_of

Row = dict[str, str]
KINDS = {"actor": "actors", "place": "places", "facility": "facilities"}
PREFIXES = {"act": "actor", "plc": "place", "fac": "facility"}
LEFT = re.compile(r"line (\d+) still has (.+); add a row")
DIFFER = re.compile(r"\.csv:(\d+):\w+: has other (\w+) than ([a-z]{3}-\d+)")
FIELDS = {"dates": "date_from", "types": "event_type"}
ITEM = re.compile(r"(number|quotation|name|line) “([^”]*)”")


@dataclass
class Person:
    """The worksheet of one article while somebody completes it. `typed` counts the cells that they write."""

    package: Package
    sheet: Path
    text: Sequence[str]
    expected: Mapping[str, Any]
    rows: list[Row] = field(default_factory=list)
    drafted: dict[int, Row] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)  # the label of a happening → the event's name

    def __post_init__(self) -> None:
        self.rows = list(csv.DictReader(io.StringIO(self.sheet.read_text("utf-8-sig"), newline="")))
        self.drafted = {id(row): dict(row) for row in self.rows}
        self.columns = list(self.rows[0])
        tables = (*KINDS.values(), "events")
        self.names = {
            r[self.package.table(t).primary_key[0]]: r["name"] for t in tables for r in rows_of(self.package, t)
        }
        self.new: Mapping[str, Any] = self.expected["new_records"]
        self.lines = dict(self._numbered())
        last = max(i for i, line in enumerate(self.text, 1) if line.strip())
        self.ends = self.expected["meta"]["date"], last

    def _numbered(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield each expected line with its number in the text that was read."""
        for key, line in self.expected["lines"].items():
            start = article.normalise(line["starts"])
            at = [i for i, text in enumerate(self.text, 1) if article.normalise(text).lstrip("-•– ").startswith(start)]
            if int(key) in at:
                at = [int(key)]
            if at:
                yield at[0], line

    def complete(self) -> None:
        """Decide every row, and add those that are missing."""
        for row in self.rows:
            if row["table"] in ("events", "event_reports", "participants", "affiliations"):
                row["decision"] = "remove"
        self.records()
        for number, line in self.lines.items():
            self.line(number, line)
        for number, line in self.lines.items():
            self.happened(number, line)
        self.unnamed()
        for number, text in enumerate(self.text, 1):
            kept = [
                r for r in self.on(number, "mentions", "figures", "statements", "waivers") if r["decision"] != "remove"
            ]
            if text.strip() and not kept:
                self.add("waivers", number, text=" ".join(text.split()[:3]), kind="other", reason="nothing to code")
        records = {*self.names.values(), *self.new}
        said = {r["row"] for r in self.rows if r["table"] == "statements" and r["decision"] == "keep"}
        for row in self.rows:  # what refers to a row that is not kept
            if row["table"] in ("figures", "mentions"):
                row["actor"] = row["actor"] if row["actor"] in records else ""
                row["statement"] = row["statement"] if row["statement"] in said else ""
        assert all(row["decision"] for row in self.rows), [r for r in self.rows if not r["decision"]]

    def save(self) -> None:
        """Write the worksheet as a spreadsheet would."""
        out = io.StringIO()
        writer = csv.DictWriter(out, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        self.sheet.write_text(out.getvalue(), "utf-8", newline="")
        self.sheet.with_suffix(".xlsx").unlink(missing_ok=True)

    def mend(self, said: Sequence[str]) -> bool:
        """Waive what the program says is left, note where reports disagree, and shorten locators where they repeat too
        much; False where it says anything else."""
        found = [m for m in map(LEFT.search, said) if m]
        differ = [m for m in map(DIFFER.search, said) if m]
        for match in differ:
            row = self.rows[int(match[1]) - 2]
            self.add(
                "conflicts", int(row["line"]), kind=match[2].removesuffix("s").replace("initiator", "actor"),
                record=row["row"], field=FIELDS.get(match[2], "event_id"), other=match[3], verdict="open",
                finding="The two lines put it differently.",
            )  # fmt: skip
        for match in found:
            for kind, text in ITEM.findall(match[2]) or [("line", "")]:
                kind = "other" if kind == "line" else kind
                words = text if kind != "other" else " ".join(self.text[int(match[1]) - 1].split()[:3])
                self.add("waivers", int(match[1]), text=words, kind=kind, reason="outside what the codebook codes")
        long = [line for line in said if line.endswith(("find their place.", "waivers that meet there."))]
        for row in self.rows if long else ():
            column = "text" if row["table"] == "waivers" and row["kind"] == "other" else "locator"
            if " " in row[column] and row["table"] != "figures":
                row[column] = self.locator(int(row["line"]), max(row[column].split(), key=len))
        return len(found) + len(differ) + len(long) == len(said)

    @property
    def typed(self) -> tuple[int, int]:
        """How many cells of the rows that are merged a person wrote, and how many there are."""
        wrote = total = 0
        for row in self.rows:
            before = self.drafted.get(id(row), {})
            wrote += sum(value != before.get(column, "") for column, value in row.items())
            total += sum(bool(value) for value in row.values()) * (row["decision"] == "keep")
        return wrote, total

    def add(self, table: str, line: int, **cells: str) -> Row:
        row = dict.fromkeys(self.columns, "") | {"decision": "keep", "table": table, "line": str(line)}
        row |= {k: v for k, v in cells.items() if v}
        assert row.keys() == set(self.columns), row.keys() - set(self.columns)
        self.rows.append(row)
        return row

    def on(self, line: int, *tables: str) -> list[Row]:
        return [r for r in self.rows if r["table"] in tables and r["line"] == str(line)]

    def name(self, record: str | None) -> tuple[str, str]:
        """Return the worksheet's column and name for a record or a new one."""
        assert record is not None
        if record in self.names:
            return PREFIXES[record[:3]], self.names[record]
        return self.new[record]["kind"], record

    def records(self) -> None:
        """Keep the drafts of new records that are on the list under its names; add the others."""
        drafts = [r for r in self.rows if r["table"] in KINDS.values()]
        for name, record in self.new.items():
            table = KINDS[record["kind"]]
            same = [r for r in drafts if r["table"] == table and r["name"] == name]
            first = min((n for n, e in self.lines.items() if name in self._named(e)), default=self.ends[1])
            row = same[0] if same else self.add(table, first, name=name)
            kind = {"actors": "actor_type", "places": "place_type", "facilities": "facility_type"}[table]
            row |= {"decision": "keep", kind: record["type"]}
            row["description"] = f"Invented {record['type'].replace('_', ' ')} {record.get('note', '')[:40]}".strip()
            if table != "places":
                row["named"] = str(record["named"]).lower()
            if table == "actors":
                document = record["type"] == "document"
                row["camp"] = "iraqi_state" if document else "other"
                row["country"] = record.get("country", "")
                row["parent"] = "Government of Iraq" if document else ""
            if table == "facilities":
                row["place"] = row["place"] or "Iraq"
        for row in drafts:
            row["decision"] = "remove" if row["decision"] != "keep" or row["name"] not in self.new else "keep"

    def _named(self, line: Mapping[str, Any]) -> set[str]:
        return {n.get("new", "") for n in line["names"]}

    def line(self, number: int, line: Mapping[str, Any]) -> None:
        for row in self.on(number, "lines"):
            row["role"] = line["role"]
        self.numbers(number, line["numbers"])
        self.spoken(number, line)
        self.mentioned(number, line["names"])

    def numbers(self, number: int, expected: Sequence[Mapping[str, Any]]) -> None:
        drafts = self.on(number, "figures")
        for row in drafts:
            row |= {"decision": "waive", "reason": "no quantity that the codebook codes"}
        for figure in expected:
            rows = [r for r in drafts if r["decision"] == "waive" and _same(r["printed"], figure["printed"])]
            row = rows[0] if rows else self.add("figures", number)
            printed = figure["printed"]
            if not row["locator"] or figure.get("locator"):
                row["locator"] = self.locator(number, figure.get("locator") or printed)
            row |= {"decision": "keep", "reason": "", "printed": row["printed"] or self.printed(number, printed)}
            for column in ("low", "high"):
                row[f"value_{column}"] = "" if figure[column] is None else str(figure[column])
            share = any(figure[bound] and figure[bound] % 1 for bound in ("low", "high"))  # persons are whole
            unit = "other" if share and figure["unit"] == "persons" else figure["unit"]
            row |= {"qualifier": figure["qualifier"], "measure": figure["measure"], "unit": unit}
            row["description"], row["event"] = figure["of"], ""

    def printed(self, number: int, words: str) -> str:
        """Return words as the line prints them, with its own blanks and hyphens."""
        found = re.search(_loose(words), article.normalise(self.text[number - 1]), re.IGNORECASE)
        assert found, (number, words)
        return found.group()

    def locator(self, number: int, words: str) -> str:
        """Return words, with as many of those around them as make them unique in the line."""
        line = article.normalise(self.text[number - 1])
        words = words.rstrip(" …")
        start = line.index(self.printed(number, words))
        return article.locator(line, start, start + len(words)) or words

    def spoken(self, number: int, line: Mapping[str, Any]) -> None:
        drafts = self.on(number, "statements")
        groups: dict[str, list[Mapping[str, Any]]] = {}
        for i, entry in enumerate([*line["quotations"], *line["indirect"]]):
            groups.setdefault(str(entry.get("statement") or entry["speaker"] or i), []).append(entry)
        for row in drafts:
            quoted = row["mode"] != "indirect"
            row |= {"decision": "waive" if quoted else "remove", "reason": "no words of a speaker" if quoted else ""}
        used: set[int] = set()
        for entries in groups.values():
            first = entries[0]
            start = first.get("words_start") or first.get("locator", "")
            speaker = first["speaker"]
            row = next(
                (r for r in drafts if id(r) not in used and _same(r["locator"][:12], start[:12])),
                None,
            ) or next((r for r in drafts if id(r) not in used and r["speaker"] == self.name(speaker)[1]), None)
            row = row or self.add("statements", number, row=f"s{number}-{len(used)}")
            used.add(id(row))
            quoted = [e for e in entries if "words_start" in e]
            mode = quoted[0]["mode"] if quoted else "indirect"
            row |= {"decision": "keep", "reason": "", "speaker": self.name(speaker)[1], "mode": mode}
            row["locator"] = row["locator"] or self.locator(number, " ".join(start.split()[:3]))
            row["fidelity"] = "unverified" if quoted else ""
            row["act"], row["topic"] = row["act"] or "report", row["topic"] or "other"
            about = next((e["about"] for e in entries if "about" in e), f"words of {self.name(speaker)[1]}")
            row["paraphrase"] = about
            row["via"] = self.name(first["via"])[1] if first.get("via") else ""
            row["date_to"] = row["date_to"] or self.ends[0]

    def mentioned(self, number: int, names: Sequence[Mapping[str, Any]]) -> None:
        drafts = self.on(number, "mentions")
        for row in drafts:
            row |= {"decision": "waive", "reason": "no actor or place"}
        for entry in names:
            column, name = self.name(entry.get("record") or entry["new"])
            rows = [r for r in drafts if r["decision"] == "waive" and _same(r["text"], entry["text"])]
            text = self.printed(number, entry["text"])
            row = rows[0] if rows else self.add("mentions", number, text=text, times=str(entry["times"]))
            row |= {"decision": "keep", "reason": "", "times": str(entry["times"])}
            row |= {c: name if c == column else "" for c in KINDS}
        if names:
            for row in self.on(number, "waivers"):
                row["decision"] = "remove" if row["kind"] == "other" else row["decision"]

    def unnamed(self) -> None:
        """Give a new record that no name refers to a mention: the last word of its name that a line has."""
        named = {r[c] for r in self.rows if r["table"] == "mentions" and r["decision"] == "keep" for c in KINDS}
        for name, record in self.new.items():
            if name in named:
                continue
            words = [w for w in reversed(re.findall(r"\w+", name)) if len(w) > 3]
            at = ((n, found) for w in words for n in self.lines if (found := re.search(rf"\b{w}\b", self.text[n - 1])))
            number, found = next(at, (0, None))
            if found is None:
                row = next(r for r in self.rows if r["name"] == name and r["table"] == KINDS[record["kind"]])
                row["decision"] = "remove"
                continue
            times = len(re.findall(rf"\b{found.group()}\b", self.text[number - 1]))
            self.add("mentions", number, text=found.group(), times=str(times), **{record["kind"]: name})

    def happened(self, number: int, line: Mapping[str, Any]) -> None:
        for i, entry in enumerate(line["events"]):
            label = entry["label"] or entry["same_as"]
            event = self.names[entry["existing"]] if entry["existing"] else self.event(label)
            report = f"e{number}-{i}"
            days = {
                "date_from": entry["from"] or "", "date_to": entry["to"] or "", "date_precision": entry["precision"],
            }  # fmt: skip
            voice = self.name(entry["voice"])[1] if entry["voice"] else ""
            said = next((r["row"] for r in self.on(number, "statements") if r["speaker"] == voice != ""), "")
            said = said if any(r["row"] == said and r["decision"] == "keep" for r in self.rows) else ""
            self.add(
                "event_reports", number, row=report, event=event, event_type=entry["type"], statement=said,
                locator=self.locator(number, entry["locator"]), certainty=entry["certainty"], **days,
                no_deaths="true" if entry["killed"] == 0 else "", no_injuries="true" if entry["injured"] == 0 else "",
                response_to=self.event(entry["response_to"]) if entry.get("response_to") else "",
                summary=f"An account of {label or event}.",
            )  # fmt: skip
            for part in entry["participants"]:
                column, name = self.name(part["who"])
                self.add(
                    "participants", number, report=report, role=part["role"], certainty=part["certainty"],
                    basis="article" if part.get("resolved") else "line", **{column: name},
                )  # fmt: skip
        for tie in line["ties"]:
            self.add(
                "affiliations", number, actor=self.name(tie["actor"])[1], relation=tie["relation"],
                organisation=self.name(tie["organisation"])[1], certainty=tie["certainty"], tense=tie["tense"],
                locator=self.locator(number, tie["locator"]),
            )  # fmt: skip

    def event(self, label: str) -> str:
        """Return the name of a happening; its row is made when it is first needed, at the report that tells most."""
        if label in self.told:
            return self.told[label]
        name = self.told[label] = f"{label[0].upper()}{label[1:]} of {self.expected['meta']['title'].split()[0]}"
        told = [(n, e) for n, line in self.lines.items() for e in line["events"] if label in (e["label"], e["same_as"])]
        number, best = max(told, key=lambda t: (bool(t[1]["from"]), len(t[1]["participants"]), -t[0]))
        where = next((p for p in best["participants"] if p["role"] in ("location", "near")), None)
        column, place = self.name(where["who"]) if where else ("", "")
        self.add(
            "events", number, name=name, event_type=best["type"], date_from=best["from"] or "",
            date_to=best["to"] or "", date_precision=best["precision"], date_basis="reported",
            place=place if column == "place" else "", description=f"What the article tells of {label}.",
            locator=self.locator(number, best["locator"]),
        )  # fmt: skip
        return name


def expected(path: Path) -> Mapping[str, Any]:
    """Return the list of expected rows of an article, with what it leaves out as empty."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for number, line in found["lines"].items():
        held = {"numbers": [], "quotations": [], "indirect": [], "names": [], "events": [], "ties": []} | line
        held["indirect"] = [entry for entry in held["indirect"] if entry["speaker"]]
        nothing = {"label": None, "same_as": None, "existing": None, "killed": None, "injured": None}
        held["events"] = [nothing | event for event in held["events"] if not event.get("optional")]
        found["lines"][number] = held
    return found


def _loose(words: str) -> str:
    """Return a pattern of words in which blanks and hyphens are those of any kind."""
    return re.sub(r"(?:\\?[\s\u00a0\u202f])+", r"[\\s\\u00a0\\u202f]+", re.escape(words)).replace(r"\-", "[-‑‐]")


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", "", one).casefold() == re.sub(r"\W+", "", other).casefold()
