"""The few errors that a user can cause. Each says what was wrong and what would be right."""

from __future__ import annotations


class Error(Exception):
    """An error that the caller can correct."""


class NotFoundError(Error):
    """A table, column, view, rule or id that does not exist; the message offers the nearest names."""


class ColumnError(NotFoundError, KeyError):
    """A column that a row lacks, as in a package whose tables are others than ours."""

    __str__ = Exception.__str__  # a KeyError quotes its message


class PackageError(Error):
    """A path that is not a data package, or cannot be read."""


class QueryError(Error):
    """SQL that is refused, fails, or outlasts its limits."""


class MissingExtraError(Error):
    """An optional library is not installed; the message names the extra that brings it."""


def nearest(name: str, known: list[str] | tuple[str, ...]) -> str:
    """Return a clause that offers the known names nearest to `name`, or lists them where none is near."""
    import difflib

    close = difflib.get_close_matches(str(name).casefold(), [k.casefold() for k in known], n=3, cutoff=0.5)
    near = [k for k in known if k.casefold() in close]
    if near:
        return "did you mean " + " or ".join(near) + "?"
    return "there are: " + ", ".join(known[:40])


def require(module: str, extra: str) -> None:
    """Raise MissingExtraError unless `module` can be imported."""
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise MissingExtraError(f"{module} is not installed; it comes with: pip install 'iraqmilitias[{extra}]'")
