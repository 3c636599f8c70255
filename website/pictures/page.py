"""The pages of the pictures: each with the words for it, its query and its rows."""

from __future__ import annotations

from collections.abc import Callable

from ..markup import Html, bullets, element, link, table
from ..output import write
from ..site_data import Book
from .contradictions import contradictions
from .disputes import disputes
from .drawing import Picture
from .lines import lines
from .network import network
from .places import places
from .speaking import voices
from .strengths import strengths
from .times import events, reports

DRAWN: tuple[Callable[[Book], Picture], ...] = (
    events,
    reports,
    places,
    strengths,
    disputes,
    contradictions,
    network,
    voices,
    lines,
)


def page(picture: Picture) -> str:
    """Return one page as Markdown."""
    scrolled = element(
        "div",
        picture.svg,
        class_="picture",
        role="region",
        aria_label=f"{picture.title}, drawing",
        tabindex="0",  # narrow screens scroll it, from the keyboard too
    )
    figure = element("figure", scrolled, element("figcaption", picture.how))
    rows = table(picture.names, picture.rows, f"{picture.title}: {len(picture.rows)} rows, each a mark above")
    return "\n\n".join(
        [
            f"# {picture.title}",
            element("p", picture.summary),
            figure.replace("\n\n", "\n"),
            "## The query",
            f"```sql\n{picture.query}\n```",
            "## The data",
            rows,
        ]
    )


def pages(book: Book) -> None:
    """Write the page of every picture, and the page that lists them."""
    drawn = [one(book) for one in DRAWN]
    for picture in drawn:
        about = {"description": picture.summary[:300], "contents": False}
        write(f"pictures/{picture.slug}.md", page(picture), about)
    listed = bullets(Html(f"{link(f'{p.slug}.html', p.title)}: {element('span', p.summary)}") for p in drawn)
    lead = (
        "Each picture is drawn from one query when the site is built, without any script. Every mark is a link to "
        "the record, also from the keyboard, and the same rows stand below it as a table."
    )
    write("pictures/index.md", f"# Pictures\n\n{lead}\n\n{listed}")
