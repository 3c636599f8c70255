"""iraqmilitias rules"""

from __future__ import annotations

import click

from ..errors import NotFoundError, nearest
from ..terminal import table
from ..validation.report.codes import all_rules
from ..validation.rules import renamed


@click.command("rules")
@click.argument("code", required=False)
def rules(code: str | None) -> None:
    known = all_rules()
    if code is None:
        click.echo(table(("code", "layer", "severity", "what"), [(r.code, r.layer, r.severity, r.what) for r in known]))
        return
    for rule in known:
        if rule.code == code:
            click.echo(
                f"{rule.code} ({rule.layer}, {rule.severity})\nwhat  {rule.what}\nwhy   {rule.why}\nfix   {rule.fix}"
            )
            return
    if new := renamed(code):
        raise NotFoundError(f"{code} is named {new} since version 0.2.0: iraqmilitias rules {new}")
    raise NotFoundError(f"no rule {code!r}; {nearest(code, [r.code for r in known])}")
