"""docs/reliability.md, made from the cells of agreement.csv, recall.csv and disagreements.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reliability_compare import Comparison
from reliability_rows import TABLES, TEXTS, articles
from reliability_text import TEXT

Cells = Mapping[str, str]
FEW = 20  # fewer values say too little about a field
GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff, Content Analysis (2004), chapter 11
WANTED = 0.9  # of recall and precision


class Facts(NamedTuple):
    """What the page says beside the tables: sizes, and how alike the passes are in what is free to choose."""

    articles: str
    rows: tuple[int, int]
    located: int
    same_words: int


def facts(passes: Comparison) -> Facts:
    """Count articles, rows and pairs whose locators touch exactly the same words."""
    sizes = [sum(map(len, coding.tables.values())) for coding in (passes.one, passes.two)]
    covered = [f"`{name}`" for name in sorted(articles((passes.one, passes.two)))]
    located = [
        pair for table in TEXTS if TEXTS[table] == "locator" for pair in passes.pairs[table]
        if pair[0].line == pair[1].line
    ]  # fmt: skip
    return Facts(", ".join(covered), (sizes[0], sizes[1]), len(located), sum(a.words == b.words for a, b in located))


def table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = 1) -> str:
    """Return a Markdown table whose columns from `numbers_from` on are set to the right."""
    marks = ["---" if i < numbers_from else "---:" for i in range(len(head))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, marks, *rows])


def percent(share: str) -> str:
    """Return a share of 0 to 1 in per cent; a dash where there is none."""
    return f"{100 * float(share):.1f}" if share else "–"


def interval(low: str, high: str, in_percent: bool) -> str:
    if not low or not high:
        return "–"
    return f"{percent(low)} to {percent(high)}" if in_percent else f"{float(low):.2f} to {float(high):.2f}"


def enough(row: Cells) -> bool:
    """Tell whether the field has alpha over values enough to be held to a bound."""
    return bool(row["alpha"]) and int(row["n_alpha"]) >= FEW


def named(rows: Iterable[Cells]) -> str:
    """Return fields with their alpha as a list in a sentence."""
    names = [f"`{row['table']}.{row['field']}` ({float(row['alpha']):.2f})" for row in rows]
    return ", ".join(names) if names else "none"


def both_have(agreement: Sequence[Cells]) -> str:
    return table(
        ["table", "in both", "only in a", "only in b", "in both, % of all", "95 % interval"],
        [
            [
                f"`{r['table']}`", r["equal"], r["only_a"], r["only_b"], percent(r["agreement"]),
                interval(r["agreement_low"], r["agreement_high"], True),
            ]
            for r in agreement if r["field"] == "(row)"
        ],
    )  # fmt: skip


def by_field(agreement: Sequence[Cells]) -> str:
    return table(
        ["field", "level", "pairs", "equal, %", "95 % interval", "values", "alpha", "95 % interval", "note"],
        [
            [
                f"`{r['table']}.{r['field']}`", r["level"], r["n"], percent(r["agreement"]),
                interval(r["agreement_low"], r["agreement_high"], True), r["n_alpha"] or "0",
                f"{float(r['alpha']):.2f}" if r["alpha"] else "–", interval(r["alpha_low"], r["alpha_high"], False),
                r["note"],
            ]
            for r in agreement if r["field"] != "(row)"
        ],
        2,
    )  # fmt: skip


def by_pass(recall: Sequence[Cells]) -> str:
    return table(
        ["pass", "table", "in the data", "in the pass", "in both", "recall, %", "95 % interval", "precision, %",
         "95 % interval"],
        [
            [
                r["pass"], f"`{r['table']}`", r["adjudicated"], r["coded"], r["right"], percent(r["recall"]),
                interval(r["recall_low"], r["recall_high"], True), percent(r["precision"]),
                interval(r["precision_low"], r["precision_high"], True),
            ]
            for r in recall if r["field"] == "(row)"
        ],
        2,
    )  # fmt: skip


def below_wanted(recall: Sequence[Cells]) -> str:
    """Return the fields whose recall or precision misses the aim, as a table, or a sentence that none does."""
    rows = [
        [f"`{r['table']}.{r['field']}`", r["pass"], r["adjudicated"], percent(r["recall"]), percent(r["precision"])]
        for r in recall
        if r["field"] != "(row)" and int(r["adjudicated"]) >= FEW
        and any(r[share] and float(r[share]) < WANTED for share in ("recall", "precision"))
    ]  # fmt: skip
    if not rows:
        return f"No field with {FEW} values or more in the data is under {WANTED:.0%} in recall or precision."
    lead = f"Fields with {FEW} values or more in the data and under {WANTED:.0%} in recall or precision:\n\n"
    return lead + table(["field", "pass", "values in the data", "recall, %", "precision, %"], rows, 2)


def settled(differ: Sequence[Cells], column: str, names: Iterable[str]) -> str:
    """Return how many disagreements each table or article has, and whose value the data have."""
    counts = {name: Counter(r["as_in"] for r in differ if r[column] == name) for name in names}
    rows = [[f"`{name}`", *map(str, (c.total(), c["a"], c["b"], c["neither"], c[""]))] for name, c in counts.items()]
    head = [column.replace("source_id", "article"), "differences", "data as a", "data as b", "data as neither",
            "row not in the data"]  # fmt: skip
    return table(head, rows)


def leaning(differ: Sequence[Cells]) -> str:
    """Return in a sentence for which articles the data side with one pass nearly always."""
    found: dict[str, list[str]] = {"a": [], "b": []}
    for source in sorted({r["source_id"] for r in differ}):
        sides = Counter(r["as_in"] for r in differ if r["source_id"] == source and r["as_in"])
        for name in found:
            if sides[name] > WANTED * sides.total():
                found[name].append(source)
    said = [
        f"In {', '.join(sources)} the data side with pass {name} in more than {WANTED:.0%} of the differences: there "
        f"they are that pass in all but a few cells, and its recall and precision say nothing."
        for name, sources in found.items()
        if sources
    ]
    return (
        " ".join(said) or f"In no article do the data side with one pass in more than {WANTED:.0%} of the differences."
    )


def page(agreement: Sequence[Cells], recall: Sequence[Cells], differ: Sequence[Cells], known: Facts) -> str:
    """Return the page."""
    held = [r for r in agreement if enough(r)]
    low = [r for r in held if float(r["alpha"]) < TENTATIVE]
    middle = [r for r in held if TENTATIVE <= float(r["alpha"]) < GOOD]
    few = [r for r in agreement if r["alpha"] and not enough(r)]
    undefined = [f"`{r['table']}.{r['field']}`" for r in agreement if r["field"] != "(row)" and not r["alpha"]]
    same = f"{known.same_words / known.located:.0%}" if known.located else "none"
    return TEXT.format(
        known=known,
        same=same,
        both_have=both_have(agreement),
        by_field=by_field(agreement),
        held=len(held),
        good=len(held) - len(low) - len(middle),
        low=named(low),
        middle=named(middle),
        few=named(few),
        undefined=", ".join(undefined) or "none",
        by_pass=by_pass(recall),
        below=below_wanted(recall),
        by_table=settled(differ, "table", TABLES),
        by_article=settled(differ, "source_id", sorted({r["source_id"] for r in differ})),
        leaning=leaning(differ),
        FEW=FEW,
        GOOD=GOOD,
        TENTATIVE=TENTATIVE,
    )
