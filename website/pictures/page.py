"""The pages of the pictures: each with its finding, the drawing, its query and rows, and files to publish it."""

from __future__ import annotations

import re
from collections.abc import Callable

from iraqmilitias.results import as_csv

from ..markup import ROOT, Html, bullets, element, escape, link, plain_text, put, table, write
from ..site_data import SiteData
from .bars import events, reports, strengths
from .conflicts import conflicts, disagreements
from .drawing import AXIS, LINE, NARROW, WIDE, Picture, Sheet, shape, words_at, wrapped
from .lines import lines
from .map import places
from .network import network, voices

STYLE = ROOT / "website" / "theme" / "css" / "pictures.css"
DRAWN: tuple[Callable[[SiteData, Sheet], Picture], ...] = (
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
# The looks of pictures.css without the page: a file has its own colours, which are legible on paper.
COLOURS = {
    "text": "#1b1f24",
    "soft": "#4d5661",
    "page": "#fff",
    "panel": "#f4f6f8",
    "line": "#c9d0d8",
    "link": "#0b4f9e",
}


def page(picture: Picture, narrow: Picture) -> tuple[str, ...]:
    """Return the parts of one page."""
    drawings = (
        element("div", one.axis, one.svg, class_=f"picture {look}", role="region", aria_label=f"{one.subject}, {look}")
        for one, look in ((picture, "wide-sheet"), (narrow, "narrow-sheet"))
    )
    figure = element("figure", element("figcaption", picture.how, picture.legend), *drawings)
    return (
        f"# {picture.title}",
        element("p", element("strong", picture.subject), ". ", picture.summary),
        figure.replace("\n\n", "\n"),
        "## Take it",
        published(picture),
        "## The query",
        f"```sql\n{picture.query}\n```",
        "## The data",
        table(picture.names, picture.rows, f"{picture.subject}: {len(picture.rows)} rows, each a mark above"),
    )


def published(picture: Picture) -> Html:
    """Return the files of a picture, and the code that puts it on another page."""
    slug = picture.slug
    files = [
        link(f"{slug}.svg", "SVG", download=""),
        element("button", "PNG", type="button", class_="png", hidden="", data_svg=f"{slug}.svg"),
        link(f"{slug}.csv", "CSV of its rows", download=""),
    ]
    embed = (
        f'<figure><img src="{slug}.svg" alt="{escape(picture.title)}" width="100%">'
        f'<figcaption>{escape(picture.title)}. <a href="{slug}.html">iraqmilitias</a>, CC BY 4.0</figcaption></figure>'
    )
    shown = element("pre", element("code", embed, id="embed"))
    button = element("button", "Copy the code", type="button", class_="copy", data_copies="embed", hidden="")
    title = element("p", "Code for another page:")
    note = element("p", "Each file names its source, version and licence.", class_="small")
    return element("div", element("p", *(element("span", f, " ") for f in files)), title, shown, button, note)


def as_file(picture: Picture, cited: str, css: str) -> str:
    """Return a drawing as a file of its own: its title above, its axis, and source and citation below."""
    sheet = WIDE
    height = float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', picture.svg)[0])
    above = 34 + LINE * len(wrapped(picture.summary, sheet.width))
    axis = AXIS if picture.axis else 0
    below = [*wrapped(picture.how, sheet.width), *wrapped(cited, sheet.width)]
    whole = above + axis + height + LINE * len(below) + 20
    inner = re.sub(r"^<svg[^>]*>", "", picture.svg).removesuffix("</svg>")
    inner = re.sub(r' href="\.\./id/[^"]*"', "", inner)  # the file is used without the site
    head = re.sub(r"^<svg[^>]*>", "", picture.axis).removesuffix("</svg>")
    looks = css
    for name, colour in COLOURS.items():
        looks = looks.replace(f"var(--{name})", colour)
    parts = (
        element("style", Html(looks)),
        shape("rect", width=sheet.width, height=whole, fill="#fff"),
        words_at(4, 20, picture.title, class_="title"),
        words_at(4, 40, picture.summary, sheet.width),
        shape("g", Html(head), transform=f"translate(0 {above})"),
        shape("g", Html(inner), transform=f"translate(0 {above + axis})"),
        *(words_at(4, above + axis + height + LINE * at + 20, line, class_="small") for at, line in enumerate(below)),
    )
    body = element("g", *parts, class_="picture")
    size = f'viewBox="0 0 {sheet.width:.0f} {whole:.0f}" width="{sheet.width:.0f}" height="{whole:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>\n'


def pages(site: SiteData) -> None:
    """Write the page of every picture with its files, and the page that lists them."""
    css = STYLE.read_text(encoding="utf-8")
    looks = re.sub(r"/\*.*?\*/|@media[^{]*\{[^{}]*(\{[^}]*\}[^{}]*)*\}", "", css, flags=re.DOTALL)
    drawn = []
    for draw in DRAWN:
        picture, narrow = draw(site, WIDE), draw(site, NARROW)
        drawn.append(picture)
        cited = f"{site.data.cite()} Picture: {picture.subject}, pictures/{picture.slug}.html"
        put(f"pictures/{picture.slug}.svg", as_file(picture, cited, looks))
        rows = [[plain_text(cell) for cell in row] for row in picture.rows]
        put(f"pictures/{picture.slug}.csv", as_csv(list(picture.names), rows))
        meta = {"title": picture.subject, "contents": False, "scripts": ["js/picture.js"]}
        write(f"pictures/{picture.slug}.md", *page(picture, narrow), description=picture.summary[:300], **meta)
    listed = bullets(
        Html(f"{link(f'{p.slug}.html', p.subject)}: {element('strong', p.title)}. {element('span', p.summary)}")
        for p in drawn
    )
    lead = (
        "Each picture is drawn from one query when the site is built; it needs no scripts. Every mark links to its "
        "record, also from the keyboard, and a table below has the same rows. Each can be taken as SVG, PNG and CSV."
    )
    write("pictures/index.md", "# Pictures", lead, listed)
