"""Check a built site: every internal link and anchor leads somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import posixpath
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {  # what a browser loads without a click, by element and attribute
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "input": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
OUTSIDE = re.compile(r"""(?:url\(|@import|import\s*\(?|fetch\(|from)\s*['"]?\s*(https?:)?//""")


class Page(HTMLParser):
    """The links, loaded resources and anchors of one page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        self.anchors.update(values[k] for k in ("id", "name") if k in values)
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        self.loaded += [values[name] for name in LOADS.get(tag, ()) if name in values]
        if tag == "link" and FETCHED & set(values.get("rel", "").split()):
            self.loaded.append(values.get("href", ""))
        elif tag == "link":
            self.links.append(values.get("href", ""))
        if tag == "form":
            self.links.append(values.get("action", ""))


def read(path: Path) -> Page:
    """Return a parsed page."""
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def problems(site: Path) -> list[str]:
    """Return every dead link, dead anchor and outside resource, with its page."""
    files = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*"))}
    pages = {name: read(path) for name, path in files.items() if path.suffix == ".html"}
    broken = [
        f"{name}: loads from elsewhere"
        for name, path in files.items()
        if path.suffix in (".css", ".js", ".mjs", ".svg") and OUTSIDE.search(path.read_text(encoding="utf-8"))
    ]
    for where, page in pages.items():
        broken += [
            f"{where}: loads {x}" for x in page.loaded if urlsplit(x).scheme in ("http", "https") or x.startswith("//")
        ]
        if where == "404.html":  # its links are absolute, for a server that serves it anywhere
            continue
        for href in [*page.links, *page.loaded]:
            parts = urlsplit(href)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(where), unquote(parts.path)))
            if not parts.path:
                target = where
            elif f"{target}/index.html".removeprefix("./") in files:
                target = f"{target}/index.html".removeprefix("./")
            if target not in files:
                broken.append(f"{where}: dead link {href}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                broken.append(f"{where}: dead anchor {href}")
    return broken


def report(site: Path) -> int:
    """Print every problem of a site and return the exit status."""
    lines = problems(site)
    for line in lines:
        print(line)
    print(f"{len(list(site.rglob('*.html')))} pages, {len(lines)} problems")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(report(Path(sys.argv[1])))
