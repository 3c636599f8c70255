"""Ten mistakes that newcomers make are reported at their place, with what to do, where no article's text is at hand."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from iraqmilitias import cli
from iraqmilitias.evidence import copied_runs
from iraqmilitias.extraction import lines
from iraqmilitias.workshop import contribution

from .editing import Checkout, copy_package

ARTICLE = Path(__file__).parents[1] / "workshop" / "articles" / "rockets.txt"  # invented


class Mistake(NamedTuple):
    """What a newcomer does (it returns the line that it touches), and what `check` says of it."""

    edit: Callable[[Checkout], int]
    file: str
    column: str
    code: str
    words: str


def spreadsheet(checkout: Checkout) -> int:
    """Save a file as a spreadsheet of another locale does: semicolons, its own line ends, a byte order mark."""
    path = checkout.root / "data" / "bibliography.csv"
    text = "\ufeff" + path.read_text("utf-8").replace(",", ";").replace("\n", "\r\n")
    path.write_bytes(text.encode("utf-8"))
    return 1


def contradiction(checkout: Checkout) -> int:
    """Cite another line than the row's own statement does."""
    return checkout.set("mentions", "men-0052", line="12")


def copied(checkout: Checkout) -> int:
    """Copy a sentence of an article of which only the hashes are there."""
    text = lines.read(ARTICLE)
    (checkout.root / copied_runs.FOLDER / "src-0005.txt").write_bytes(copied_runs.as_file(text))
    sentence = max(text, key=len).split()
    return checkout.set("terms", "trm-0002", why=" ".join(sentence[2:14]))


MISTAKES = {
    "id-typo": Mistake(
        lambda d: d.set("figures", "fig-0001", actor_id="act-9036"), "figures", "actor_id", "foreign-key",
        "not found in actors.actor_id",
    ),
    "line-of-another-statement": Mistake(contradiction, "mentions", "statement_id", "statement-line", "Name the state"),
    "swapped-dates": Mistake(
        lambda d: d.set("events", "evt-0066", date_from="2022-01-13", date_to="2022-01-03"), "events", "date_to",
        "date-order", "Swap date_from and date_to",
    ),
    "description-of-nothing": Mistake(
        lambda d: d.set("facilities", "fac-0002", description="A base described in neutral words."), "facilities",
        "description", "own-words-empty", "Say in a few words of your own",
    ),
    "alias-as-a-new-actor": Mistake(
        lambda d: d.add(
            "actors", name="Kataib Hezbollah", actor_type="armed_group", named="true", camp="iran_aligned",
            description="Armed group in Iraq.",
        ),
        "actors", "name", "name-spelled", "another spelling of act-0040",
    ),
    "saved-by-a-spreadsheet": Mistake(spreadsheet, "bibliography", "", "delimiter", "comma"),
    "wrong-order": Mistake(
        lambda d: d.swap("statements", 5), "statements", "statement_id", "id-order", "order"
    ),
    "id-used-again": Mistake(
        lambda d: d.set(
            "affiliations", "aff-0003", actor_id="act-0009", organisation_id="act-0050", relation="backs", title="",
            source_id="src-0002", line="7", locator="the other",
        ),
        "affiliations", "affiliation_id", "id-replaced", "new id",
    ),
    "row-deleted": Mistake(lambda d: d.drop("aliases", "als-0020,"), "aliases", "alias_id", "id-dropped", "retired"),
    "text-copied": Mistake(copied, "terms", "why", "copied-run", "in other words"),
}  # fmt: skip


def checked(folder: Path, base: Path) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = cli._run(["check", str(folder), "--against", str(base)])
    return status, out.getvalue()


def reported(out: str, mistake: Mistake, line: int) -> bool:
    """Whether the mistake is reported at its file, line and column, with what to do."""
    place = f"data/{mistake.file}.csv:{line}{mistake.column and ':' + mistake.column}: error[{mistake.code}]: "
    said = out.splitlines()
    return any(
        text.startswith(place) and mistake.words.lower() in " ".join((text, *said[i + 1 : i + 3])).lower()
        for i, text in enumerate(said)
    )


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_package(tmp_path_factory.mktemp("base"))


@pytest.mark.slow
@pytest.mark.sampled(5, rest="full")
@pytest.mark.parametrize("name", MISTAKES)
def test_mistake_is_reported_at_its_place(
    name: str, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("IRAQMILITIAS_SOURCES", raising=False)
    folder = copy_package(tmp_path / "package")
    line = MISTAKES[name].edit(Checkout(folder))
    status, out = checked(folder, base)
    assert status == 1
    assert reported(out, MISTAKES[name], line), out


@pytest.mark.slow
def test_ten_mistakes_at_once_are_all_reported(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IRAQMILITIAS_SOURCES", raising=False)
    folder = copy_package(tmp_path / "package")
    made = {name: mistake.edit(Checkout(folder)) for name, mistake in MISTAKES.items()}
    status, out = checked(folder, base)
    assert status == 1
    assert [name for name, line in made.items() if not reported(out, MISTAKES[name], line)] == [], out


@pytest.mark.slow
def test_event_that_may_be_there_already_is_shown_beside_it(base: Path, tmp_path: Path) -> None:
    folder = copy_package(tmp_path / "package")
    checkout = Checkout(folder)
    told = {"source_id": "src-0004", "line": "11", "locator": "a rocket attack"}
    checkout.add(
        "events", name="Rockets at an embassy", event_type="armed-attack", date_from="2022-01-13", date_to="2022-01-13",
        date_precision="day", date_basis="reported", facility_id="fac-0006", description="Rockets flew.", **told,
    )  # fmt: skip
    text = contribution.summary(contribution.check(folder))
    assert "| name | Rockets at an embassy | Rocket attack on the US embassy, January 2022 |" in text
    assert "| facility\\_id | fac-0006 | fac-0006 |" in text or "| facility_id | fac-0006 | fac-0006 |" in text
