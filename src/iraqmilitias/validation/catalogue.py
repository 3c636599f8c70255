"""Every code that structure, contracts, evidence and cross-checks can report: what it is, why, and how to fix it.

The SQL rules bring their own; `all_rules` gives both.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .issue import Severity


class Entry(NamedTuple):
    """One code of validation."""

    code: str
    layer: str  # structure | contracts | rules | evidence
    severity: Severity
    what: str
    why: str
    fix: str


_STRUCTURE = """
json-invalid | The file is no JSON object. | Everything about the package is read from it. | Correct it at the line named; an editor that knows JSON shows the place.
json-repeated-key | A key stands twice in one JSON object. | Readers differ in which of the two they take. | Keep one of them.
property-type | A property has the wrong type. | The Data Package standard fixes the types, and tools rely on them. | Write the property as the message says.
property-missing | A property that the standard requires is missing. | Without it the package cannot be read. | Add the property.
name-invalid | A name is empty or holds control characters. | Tables and columns are addressed by name. | Give it a plain name.
version-invalid~ | The version is not a semantic version. | Users compare versions to know what a change means to them. | Write major.minor.patch, like 1.4.0.
created-invalid | The creation time is no ISO 8601 date and time. | Citations and archives read it. | Write it like 2026-11-21T00:00:00Z.
resources-missing | The package lists no resources. | A package without resources has no data. | List each file under resources.
resource-duplicate | Two resources have one name. | Foreign keys and queries could mean either. | Give each resource its own name.
hash-invalid | A hash is of no known kind. | It cannot be compared with the file. | Write sha256: and 64 hexadecimal digits.
encoding-declared | The declared encoding is not UTF-8. | One encoding spares every reader from guessing. | Save the file as UTF-8 and declare utf-8.
path-unsafe | A path is not a relative path inside the package. | A package is data: nothing outside its folder is read, and nothing is fetched. | Put the file into the package and name it relative to datapackage.json.
path-outside | A link leads out of the package. | Nothing outside the package's folder is read. | Replace the link by the file.
dialect-unsupported | The dialect asks for a form of CSV that cannot be checked. | A check that guesses would miss faults. | Write plain CSV: one header line, double quotes, no comments.
schema-missing | A table has no schema. | Without one nothing can be said about its cells. | Add a Table Schema.
field-duplicate | Two fields have one name. | A column could be either. | Rename one.
field-type | A field's type does not exist. | Its cells cannot be checked. | Use a type of the Table Schema standard.
field-format | A field's format does not exist for its type. | Its cells cannot be checked. | Use a format that the standard has for the type.
constraint-unknown | A constraint does not exist. | It would never be enforced. | Use a constraint of the Table Schema standard.
constraint-misfit | A constraint does not fit its field. | It could never hold, or never fail. | Write a value of the field's type, or remove it.
constraint-pattern | A pattern is no regular expression that can be used. | It cannot be enforced. Patterns run in RE2, which knows no look-around and no back-references. | Rewrite the pattern.
key-column | A key names what is no column of its table. | The key cannot be checked. | Name columns that the schema has.
key-target | A foreign key refers to something that is no key. | What it refers to would not be one row. | Refer to the primary key, or a unique one, of a table in the package.
file-missing | A file is not there. | The descriptor promises it. | Add the file, or remove the resource.
file-not-regular | A folder, pipe or device stands where a file should. | Only ordinary files are read. | Put the file there.
file-unreadable | A file cannot be read. | Nothing in it can be checked. | See that the file is readable and is CSV.
file-empty | A file is wholly empty. | Even a table without rows has its header. | Write the header line.
file-bytes | A file's size is not the one in the descriptor. | The file was changed, or cut, after it was described. | Restore the file, or state its size anew.
file-hash | A file's hash is not the one in the descriptor. | The file was changed after it was described. | Restore the file, or state its hash anew.
archive-unsafe | An archive holds what cannot safely be unpacked. | Paths that escape, links and bombs are refused. | Pack only the package's own files.
encoding-utf8 | The file is not UTF-8. | Read as UTF-8 its letters would be lost. | Save it as UTF-8; the byte named is the first that does not fit.
encoding-utf16 | The file is UTF-16. | Tools expect UTF-8. | Save it as UTF-8.
byte-order-mark | The file begins with a byte order mark. | Many readers take it for a part of the first column's name. | Save it as UTF-8 without BOM.
nul-byte | A line holds a NUL byte. | Many readers end there. | Remove it.
line-ending | Line ends are not those that they should be. | Tools would see one line as several, or keep the carriage return in the last cell. | End every line with a line feed (LF).
line-ending-crlf~ | Lines end with CR and LF. | Files compare and merge best when all lines end alike, with LF. | End every line with a line feed (LF).
line-too-long | A line is too long to be read. | It is no row that a person wrote. | Look for a quote that is not closed, or for data in the wrong place.
delimiter | Cells are not divided by the declared delimiter. | Every row would be read as one cell. | Save the file as the dialect says, normally with commas.
header-missing | The first line is no header. | Columns are found by their names. | Write the schema's column names as the first line.
column-missing | A column is missing. | The schema promises it. | Add the column; leave its cells empty where they may be.
column-extra | A column is not in the schema. | Nobody knows what it means. | Describe it in the schema, or remove it.
column-duplicate | Two columns have one name. | Readers take one or the other. | Remove or rename one.
column-order | The columns stand in another order than in the schema. | Readers that go by place mix them up. | Put them in the schema's order.
column-name | A column's name is misspelt. | Columns are found by their exact names. | Write it as in the schema.
row-short | A row has too few cells. | All cells after the gap stand in the wrong column. | Write as many cells as the header has; empty ones count.
row-long | A row has too many cells. | Some cell stands in the wrong column; often a comma needs quotes around its cell. | Put quotes around the cell with the comma, or remove the extra cell.
row-blank | A row is blank. | Readers skip it or take it for a record without values. | Remove it.
quote-unterminated | A quote is opened and not closed. | Readers swallow the rows that follow. | Close the quote; a quote inside a quoted cell is written twice.
quote-stray | A quote stands where none may. | Readers disagree on what the cell holds. | Put quotes around the whole cell and write those inside it twice.
cell-newline | A cell runs over more than one line. | Row n is on line n + 1, so that every row can be cited by its line. | Write the text on one line.
"""
_CONTRACTS = """
required | A cell that must have a value is empty. | The schema says that every row has one. | Write the value.
type | A cell is no value of its column's type. | Tools would refuse it, or read another value than the one meant. | Write it in the form of the type.
enum | A cell is none of the values that its column may have. | Only those have a defined meaning. | Write one of the listed values exactly as it stands there.
pattern | A cell does not have the form that its column asks for. | Identifiers and codes are matched by their form. | Write it in the form of the pattern, from its first character to its last.
format | A cell does not have its column's format. | Addresses and identifiers are used by programs. | Write it in that format.
min-length | A cell is too short. | The schema sets a least length. | Write the whole text.
max-length | A cell is too long. | The schema sets a greatest length. | Shorten it.
minimum | A value is too small. | The schema sets a least value. | Correct the value.
maximum | A value is too large. | The schema sets a greatest value. | Correct the value.
exclusive-minimum | A value is too small. | The schema sets a bound below it. | Correct the value.
exclusive-maximum | A value is too large. | The schema sets a bound above it. | Correct the value.
unique | A value that must be unique stands twice. | Rows are told apart by it. | Give the later row its own value, or remove it.
primary-key | Two rows have one primary key. | A row is cited by its key. | Give the later row its own key, or remove it if it is a copy.
unique-key | Two rows have one unique key. | Rows are told apart by it. | Correct the later row, or remove it if it is a copy.
foreign-key | A row refers to a row that does not exist. | What it says is about nothing. | Write the key of an existing row, or add that row first.
cell-long~ | A cell is longer than a million bytes. | Such a cell is most often an unclosed quote or a paste gone wrong. | See that it is meant.
"""
_EVIDENCE = """
evidence-file | An article's text is not among the files given. | Without it no row of the article can be held to its line. | Put the text into the folder, under the name in sources.file_name.
evidence-hash~ | The text differs from the one that was coded. | Lines may fall differently; they are found again by their fingerprints. | Use the text whose SHA-256 is in sources, or read the lines that are named.
evidence-line | A line of the text is not the line that was coded. | Rows cite it by its number. | Compare the line; where the row is wrong, correct its fingerprint and role.
evidence-missing | A coded line is not in the text. | Rows cite it. | Restore the line, or remove what cites it.
evidence-extra | A line of the text is not in lines. | Every line of an article is accounted for, blank ones too. | Add its row to lines.
evidence-count | A count differs from what is in the text. | Coverage is computed from these counts. | Write the count that the message gives.
evidence-locator | A locator does not stand exactly once in its line. | It is how a reader finds the claim. | Copy one to eight words from the line, enough that they stand there once.
evidence-number | A printed number does not stand in its line. | The figure would have no source. | Copy the number as the line prints it.
evidence-mention | A mention does not stand in its line as often as it says. | Names are counted by it. | Copy the name as the line prints it, and count it.
evidence-waiver | A waived text does not stand in its line. | It waives nothing. | Copy it from the line, or remove the waiver.
evidence-term | A term does not stand in its line. | Its first use is cited. | Copy the term from the line.
evidence-echo | Own words repeat an article's. | The articles' text is not ours to publish; five words in a row is the limit, names aside. | Say it in other words.
evidence-run | Quoted words reproduce a run of ten or more. | The articles' text is not ours to publish. | Shorten the locators or waivers that meet there.
evidence-budget | Quoted words reproduce too much of an article. | At most a third of its words, with names at most 60 %, may stand in the package. | Shorten locators and waivers to the fewest words that find their place.
"""


def _entries(layer: str, text: str) -> list[Entry]:
    entries = []
    for line in text.strip().splitlines():
        code, what, why, fix = (part.strip() for part in line.split(" | "))
        entries.append(Entry(code.rstrip("~"), layer, "warning" if code.endswith("~") else "error", what, why, fix))
    return entries


ENTRIES = {
    e.code: e
    for layer, text in (("structure", _STRUCTURE), ("contracts", _CONTRACTS), ("evidence", _EVIDENCE))
    for e in _entries(layer, text)
}
_OTHERS = {
    "frictionless": ("structure", "frictionless reports a fault that the other checks did not find."),
    "pandera": ("contracts", "pandera reports a fault that the other checks did not find."),
}


def entry(code: str) -> Entry:
    """Return what is known of a code; for one of another library, an entry that says whose it is."""
    if code in ENTRIES:
        return ENTRIES[code]
    library = code.partition("-")[0]
    layer, what = _OTHERS.get(library, ("rules", code))
    why = f"{library} is run beside our own checks, so that what one of them misses the other finds."
    return Entry(code, layer, "error", what, why, f"Read the message; it is {library}'s own.")


@cache
def all_rules() -> tuple[Entry, ...]:
    """Return every code of every layer in the order in which they run, the SQL rules among them."""
    from .rules import load_rules

    sql = [
        Entry(r.code, "rules", "warning" if r.severity == "warning" else "error", r.what, r.why, r.fix)
        for r in load_rules()
    ]
    own = list(ENTRIES.values())
    return (*(e for e in own if e.layer != "evidence"), *sql, *(e for e in own if e.layer == "evidence"))
