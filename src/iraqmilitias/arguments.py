"""What may be given to the calls of the library, said once for each name that their arguments have.

Every public call is `checked`: an argument of a wrong type ends in an Error that says what was given and what would be
right, and not in a TypeError or AttributeError from inside, or in the answer to another question.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from numbers import Real
from typing import Any, NamedTuple, ParamSpec, TypeVar

from .errors import Error, NotFoundError, PackageError, QueryError
from .package import Package
from .text import shown, visible

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
Class = TypeVar("Class", bound=type)


class Expected(NamedTuple):
    """What an argument must be: in words, with an example, by a test, and the error that anything else raises."""

    words: str
    fits: Callable[[Any], bool]
    error: type[Error]


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_seconds(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def is_path(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, os.PathLike) and isinstance(os.fspath(value), str))


def is_version(value: Any) -> bool:
    return is_path(value) or isinstance(getattr(value, "package", None), Package)


def is_beside(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(k, str) and is_version(v) for k, v in value.items())


def is_frame(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(row, Mapping) for row in value)
    return hasattr(value, "columns") and hasattr(value, "filter")


_PATH = Expected("a path as text or as a pathlib.Path", is_path, PackageError)
_VERSION = Expected("a path, a version such as '1.2.0' or a Dataset", is_version, PackageError)
_BESIDE = "other versions by name, such as {'old': '1.2.0'}: each a path, a version or a Dataset"

# By the name of the argument. What is not here (as_, certain, engine, params, views, what) is checked where it is used.
EXPECTED = {
    "beside": Expected(_BESIDE, is_beside, QueryError),
    "column": Expected("the name of a column as text, such as 'event_type'", is_text, NotFoundError),
    "folder": _PATH,
    "form": Expected("the name of a form as text, such as 'text'", is_text, NotFoundError),
    "format": Expected("the name of a format as text, such as 'csv'", is_text, NotFoundError),
    "frame": Expected("a frame of pandas, polars or Arrow, or a list of dictionaries", is_frame, QueryError),
    "master": Expected("the address of Spark as text, such as 'sc://localhost:15002'", is_text, Error),
    "new": _VERSION,
    "old": _VERSION,
    "other": _VERSION,
    "path": _PATH,
    "query": Expected("one SQL statement as text, such as 'SELECT * FROM events'", is_text, QueryError),
    "record_id": Expected("the id or the name of a record as text, such as 'fig-0012'", is_text, NotFoundError),
    "sources": _PATH,
    "table": Expected("the name of a table or view as text, such as 'events'", is_text, NotFoundError),
    "text": Expected("what to look for as text, such as 'Soleimani'", is_text, NotFoundError),
    "time": Expected("a year, month or day as text, such as '2020-01'", is_text, QueryError),
    "timeout": Expected("a number of seconds, such as 10", is_seconds, QueryError),
}


def checked(call: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Return the call with its arguments checked first: by their names, as EXPECTED has them.

    None is right where it is the default.
    """
    signature = inspect.signature(call)

    @wraps(call)
    def checking(*arguments: Given.args, **options: Given.kwargs) -> Answer:
        try:
            given = signature.bind(*arguments, **options).arguments
        except TypeError:  # too many or too few: the call itself says so better
            given = {}
        for name, value in given.items():
            if name in EXPECTED and not (value is None and signature.parameters[name].default is None):
                for problem in _problems(name, value):
                    raise EXPECTED[name].error(problem)
        return call(*arguments, **options)

    return checking


def checked_calls(cls: Class) -> Class:
    """Return a class with its constructor and each of its public methods `checked`."""
    for name, member in list(vars(cls).items()):
        if inspect.isfunction(member) and (name == "__init__" or not name.startswith("_")):
            setattr(cls, name, checked(member))
    return cls


def _problems(name: str, value: Any) -> Iterator[str]:
    """Yield what is wrong with an argument and what would be right."""
    expected = EXPECTED[name]
    if not expected.fits(value):
        kind = "" if value is None else f", which is of the type {type(value).__name__}"
        yield f"{name} is {_repeated(value)}{kind}; give {expected.words}"
    elif expected.fits is is_text and (half := half_character(value)):
        yield f"{name} is {shown(value)}, with {half}; give {expected.words}"
    elif expected.fits in (is_path, is_version) and is_path(value) and not _can_be_named(os.fspath(value)):
        yield f"{name} is {shown(value)}, which no file can be called; give {expected.words}"


def half_character(text: str) -> str:
    r"""Return a clause about the first surrogate in a text, which is half a character; nothing where it has none.

    Python makes them of bytes that are not UTF-8 (errors="surrogateescape") and of an escape such as \ud800.
    """
    half = next((c for c in text if "\ud800" <= c <= "\udfff"), None)
    return f"half a character (U+{ord(half):04X}), as of a text that was not read as UTF-8" if half else ""


def _can_be_named(path: str) -> bool:
    """Whether the system can have a file of that name."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


def _repeated(value: Any) -> str:
    text = " ".join(repr(value).split())
    return visible(text if len(text) <= 80 else text[:80] + "…")
