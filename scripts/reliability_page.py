"""docs/reliability.md, made from the cells of agreement.csv, recall.csv and disagreements.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reliability_compare import Comparison
from reliability_rows import TABLES, TEXTS

Cells = Mapping[str, str]
FEW = 20  # fewer values say too little about a field
GOOD, TENTATIVE = 0.8, 0.667  # Krippendorff, Content Analysis (2004), chapter 11
WANTED = 0.9  # of recall and precision


class Facts(NamedTuple):
    """What the page says beside the tables: sizes, and how alike the passes are in what is free to choose."""

    articles: int
    rows: tuple[int, int]
    located: int
    same_words: int


def facts(passes: Comparison) -> Facts:
    """Count articles, rows and pairs whose locators touch exactly the same words."""
    sizes = [sum(map(len, coding.tables.values())) for coding in (passes.one, passes.two)]
    articles = {row.source_id for row in passes.one.tables["mentions"]}
    located = [
        pair for table in TEXTS if TEXTS[table] == "locator" for pair in passes.pairs[table]
        if pair[0].line == pair[1].line
    ]  # fmt: skip
    return Facts(len(articles), (sizes[0], sizes[1]), len(located), sum(a.words == b.words for a, b in located))


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


def settled(differ: Sequence[Cells]) -> str:
    """Return how many disagreements each table has, and whose value the data have."""
    counts = {name: Counter(r["as_in"] for r in differ if r["table"] == name) for name in TABLES}
    rows = [
        [f"`{name}`", str(sum(c.values())), str(c["a"]), str(c["b"]), str(c["neither"]), str(c[""])]
        for name, c in counts.items()
    ]
    total = [str(sum(int(row[i]) for row in rows)) for i in range(1, 6)]
    head = ["table", "disagreements", "data as a", "data as b", "data as neither", "row not in the data"]
    return table(head, [*rows, ["all", *total]])


def page(agreement: Sequence[Cells], recall: Sequence[Cells], differ: Sequence[Cells], known: Facts) -> str:
    """Return the page."""
    held = [r for r in agreement if enough(r)]
    low = [r for r in held if float(r["alpha"]) < TENTATIVE]
    middle = [r for r in held if TENTATIVE <= float(r["alpha"]) < GOOD]
    few = [r for r in agreement if r["alpha"] and not enough(r)]
    undefined = [f"`{r['table']}.{r['field']}`" for r in agreement if r["field"] != "(row)" and not r["alpha"]]
    same = f"{known.same_words / known.located:.0%}" if known.located else "none"
    return TEXT.format(
        known=known, same=same, held=len(held), good=len(held) - len(low) - len(middle), both_have=both_have(agreement),
        by_field=by_field(agreement), low=named(low), middle=named(middle), few=named(few),
        undefined=", ".join(undefined) or "none", by_pass=by_pass(recall), below=below_wanted(recall),
        settled=settled(differ), FEW=FEW, GOOD=GOOD, TENTATIVE=TENTATIVE,
    )  # fmt: skip


TEXT = """<!-- generated by scripts/reliability.py; change the script or the data, not this page -->
# Reliability

How far two codings of the same articles agree, field by field, and what that is worth.

!!! warning "These numbers overstate how reliable the data are"
    Both passes were made by machine, by sessions of the same kind of model, from one codebook and one list of
    entities and event names. **Agreement of two such passes is not agreement of people.** Coders of one make
    share their misreadings, and a misreading that both share counts here as agreement. **No row has been
    checked by a person.** The numbers are an upper bound, useful for finding what the codebook leaves open.

## What was done

Two passes coded all {known.articles} articles line by line, without sight of each other: {known.rows[0]} rows in
pass a, {known.rows[1]} in pass b (an event or a loaded term counted once, however many articles have it). How alike
they are in what the codebook leaves free shows how little independent they are: of {known.located} paired
statements, figures, reports and affiliations in the same line, {same} were located by exactly the same words.

A machine then settled each difference, having both passes and the articles before it; the result is `data/`. So the
data are no third, independent reading, and recall and precision against them tell how much of each pass was kept,
not how much of what the articles say was found. What both passes missed appears nowhere below.

The passes are in `reliability/pass-a/` and `reliability/pass-b/`. In place of printed words they have positions:
`word_from` and `word_to`, counted from 1 over what stands between white space in the line. A mention has the position
of its first occurrence.

## How rows are paired

One to one, in this order; a pair once made stays.

1. Rows of one table in the same line that touch at least one word in common. Two ties must also share a party.
2. Rows in the same line with the same identity: a statement's speaker, a figure's bounds and unit, a report's event,
   a tie's two parties, a term's word.
3. Ties, coded once an article, anywhere in the article with the same two parties; terms, coded once, anywhere.

Among several possible pairs the one with most equal fields comes first, then the one that shares most of its words,
then the first in order. Choosing by equal fields favours agreement a little, where a line has several like rows.
Participants are paired inside paired reports, by who or where, then by role. Events are paired by the reports that
they share; `reports.same event` asks, for every two reports, whether both passes put them into one event.

References to other rows (a figure's statement, a report's event) agree if they point at rows that are a pair.
Free text (paraphrases, summaries, descriptions, reasons) is each coder's own and is not compared.

## How many rows both passes have

{both_have}

## Agreement on fields

Over the paired rows. Percent agreement counts two empty cells as equal. Krippendorff's alpha corrects it for what
chance would give: 1 is perfect, 0 is chance. For nominal fields an empty cell is a value like any other; for
numbers (ratio) and days (interval) alpha takes only pairs in which both passes give a value, and a row of its own
(`stated`) tells whether they agree that there is one. Alpha of days forgives small differences beside a span of
years, alpha of numbers small ones in proportion: read it with percent agreement, which forgives none. Where a
field hardly varies, one difference can bring alpha down although nearly all cells are equal; where it never varies,
alpha is undefined. Percentages have Wilson intervals; those of alpha hold the disagreement by chance fixed. All
intervals treat rows as independent, which rows of one article are not: the true ones are wider.

{by_field}

## Where alpha is under {GOOD}

Of {held} fields with {FEW} values or more, {good} reach {GOOD}. By Krippendorff's customary bounds the others are:

- From {TENTATIVE} to {GOOD}, fit for tentative conclusions only: {middle}.
- Under {TENTATIVE}, not to be relied on; go to the line itself: {low}.

Fewer than {FEW} values, too few to say: {few}.

Alpha undefined: {undefined}.

A low alpha means that the codebook does not yet decide the case, or that one of the passes did not follow it: a
result that rests on such a field may turn out otherwise when coded again. A high one means only that two machines
read the codebook alike.

## Each pass against the adjudicated data

Recall: how much of the data the pass has. Precision: how much of the pass is in the data.

{by_pass}

{below}

Field by field, filled cells only, with intervals: `reliability/recall.csv`. The dates of an event may rest on a
reference, which a pass that kept to its article could not know.

## Disagreements

Every row that only one pass has, and every cell that the passes fill differently, stands in
`reliability/disagreements.csv` with both values, the value in the data and whose it is.

{settled}

If the data side with one pass nearly always, they were probably begun from it: its recall and precision then say
little, and the other pass's are the better measure.

## Check it yourself

A person can measure what this page cannot. `reliability/check-kit/` has a form with questions on 50 rows drawn at
random, which shows where to look and not what was coded, and tells how to fill it in and have it scored.

## Making these numbers again

```sh
pip install -e '.[reliability]'
python scripts/reliability.py --sources FOLDER_OF_THE_ARTICLES
```

Without the texts, the positions of the data's locators come from `reliability/adjudicated-spans.csv`; the rest of the
numbers needs no text. `reliability/agreement.csv` holds the tables above in full, `reliability/entities.csv` the
coders' keys for actors, places and facilities, `reliability/keys.csv` the record that each key became.
"""
