"""Base R: the CSV files as they are, and read.R, which reads them with types made from the schemas."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..package import Field
from ..unread import TRUE
from .context import Context

FILE = "read.R"
TYPES = {"integer": "integer", "year": "integer", "number": "number", "boolean": "boolean", "date": "date"}
SCRIPT = """\
# Made from the schemas of {name} {version}, SHA-256 {sha256}.
# In R, with this file's folder as the working directory:
#   source("read.R", encoding = "UTF-8"); data <- read_package(); str(data$events)
# Whole numbers are integer (numeric beyond 2^31, text beyond 2^53), enumerations factors with the schema's levels,
# dates Date.

read_package <- function(folder = ".") {{
  typed <- function(cells, type, levels) {{
    if (!is.null(levels)) return(factor(cells, levels = levels))
    switch(type,
      integer = {{
        numbers <- as.numeric(cells)
        if (all(is.na(numbers) | abs(numbers) <= .Machine$integer.max)) as.integer(numbers)
        else if (all(is.na(numbers) | abs(numbers) < 2^53)) numbers
        else cells
      }},
      number = as.numeric(sub("nan", "NaN", sub("inf", "Inf", cells, ignore.case = TRUE), ignore.case = TRUE)),
      boolean = ifelse(is.na(cells), NA, cells %in% {true}),
      date = as.Date(cells),
      cells)
  }}
  read_table <- function(file, columns, missing) {{
    table <- read.csv(file.path(folder, file), colClasses = "character", na.strings = missing,
                      encoding = "UTF-8", strip.white = FALSE, check.names = FALSE, blank.lines.skip = FALSE)
    stopifnot(identical(sub("^\\ufeff", "", names(table)), names(columns)))
    for (name in names(columns)) {{
      table[[name]] <- typed(table[[name]], columns[[name]]$type, columns[[name]]$levels)
    }}
    table
  }}
  data <- list(
{tables}
  )
  attr(data, "version") <- {quoted_version}
  attr(data, "content_sha256") <- "{sha256}"
  attr(data, "rights") <- {rights}  # JSON: who holds the rights in which columns
  data
}}
"""


def write(context: Context, folder: Path) -> dict[str, Any]:
    """Copy the tables' files and write read.R beside them."""
    package, tables = context.package, []
    context.copy_tables(folder, FILE)
    for table in package.readable_tables.values():
        columns = ",\n".join(f"      {_name(f.name)} = {_column(f)}" for f in table.fields)
        missing = _texts(table.missing_values) if table.missing_values else "character(0)"
        tables.append(f"    {_name(table.name)} = read_table({_text(table.path)}, list(\n{columns}),\n      {missing})")
    script = SCRIPT.format(
        name=package.name,
        version=package.version,
        quoted_version=_text(package.version),
        sha256=context.sha256,
        true=_texts(TRUE),
        rights=_text(context.facts()["rights"]),
        tables=",\n".join(tables),
    )
    (folder / FILE).write_text(script, encoding="utf-8", newline="\n")
    return {}


def _column(field: Field) -> str:
    levels = field.constraints.get("enum")
    if levels and field.type == "string":
        return f'list(type = "factor", levels = {_texts(dict.fromkeys(map(str, levels)))})'
    return f'list(type = "{TYPES.get(field.type, "string")}")'


def _texts(texts: Iterable[str]) -> str:
    return f"c({', '.join(map(_text, texts))})"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _name(name: str) -> str:
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`"
