"""`slacalc archive` and `slacalc diff`: what a policy promised before, and what changed."""

from __future__ import annotations

from datetime import datetime

import click

from slacalc.archive import Archive
from slacalc.cli import show
from slacalc.policy import Policy


@click.command()
@click.argument("policy", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def archive(policy: str, *, as_json: bool) -> None:
    """Keep what every level promises now, beside the policy, for clocks that are stored.

    Run it before a policy is used, and after each change. What is kept stays.
    """
    rules, kept = Policy.load(policy), Archive.beside(policy)
    levels = [level for edition in rules.editions for level in edition.levels]
    added = set(kept.add(levels))
    rows = [{"level": level.name, "fingerprint": level.promise.fingerprint} for level in levels]
    told = [row | {"added": row["fingerprint"] in added} for row in rows]
    if as_json:
        show.as_json({"folder": str(kept.folder), "levels": told})
        return
    cells = [[row["level"], row["fingerprint"], "new" if row["added"] else "kept"] for row in told]
    show.table(f"promises in {kept.folder}", ["level", "fingerprint", "state"], cells)


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False))
@click.argument("new", type=click.Path(exists=True, dir_okay=False))
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Compare the days from this one,")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="to this one, hour by hour.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON for programs.")
def diff(
    old: str, new: str, since: datetime | None, until: datetime | None, *, as_json: bool
) -> None:
    """Print what a newer policy says otherwise, and the levels and days that it touches."""
    if (since is None) != (until is None):
        raise click.BadParameter("give both, or none", param_hint="--since, --until")
    span = {"since": since and since.date(), "until": until and until.date()}
    found = Policy.load(old).diff(Policy.load(new), **span)
    if as_json:
        show.as_json({"changes": found.rows()})
    else:
        for change in found:
            show.note(str(change))
