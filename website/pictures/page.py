"""The pages of the pictures: each with the words for it, its query and its rows."""

from __future__ import annotations

from collections.abc import Callable

from ..markup import Html, bullets, element, link, table, write
from ..site_data import SiteData
from .bars import events, reports, strengths
from .conflicts import conflicts, disagreements
from .drawing import Picture
from .lines import lines
from .map import places
from .network import network, voices

DRAWN: tuple[Callable[[SiteData], Picture], ...] = (
    events,
    reports,
    places,
    strengths,
    disagreements,
    conflicts,
    network,
    voices,
    lines,
)


def page(picture: Picture) -> tuple[str, ...]:
    """Return the parts of one page."""
    scrolled = element(
        "div",
        picture.svg,
        class_="picture",
        role="region",
        aria_label=f"{picture.title}, drawing",
        tabindex="0",  # narrow screens scroll it, from the keyboard too
    )
    figure = element("figure", scrolled, element("figcaption", picture.how))
    return (
        f"# {picture.title}",
        element("p", picture.summary),
        figure.replace("\n\n", "\n"),
        "## The query",
        f"```sql\n{picture.query}\n```",
        "## The data",
        table(picture.names, picture.rows, f"{picture.title}: {len(picture.rows)} rows, each a mark above"),
    )


def pages(site: SiteData) -> None:
    """Write the page of every picture, and the page that lists them."""
    drawn = [draw(site) for draw in DRAWN]
    for picture in drawn:
        write(f"pictures/{picture.slug}.md", *page(picture), description=picture.summary[:300], contents=False)
    listed = bullets(Html(f"{link(f'{p.slug}.html', p.title)}: {element('span', p.summary)}") for p in drawn)
    lead = (
        "Each picture is drawn from one query when the site is built; it needs no scripts. Every mark links to its "
        "record, also from the keyboard, and a table below has the same rows."
    )
    write("pictures/index.md", "# Pictures", lead, listed)
