"""Tried: what a sample of requests shows of the levels, fields and statuses of a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slacalc.chain import LevelChain
from slacalc.check.chains import plain
from slacalc.check.finding import Finding
from slacalc.check.places import placed, targets_placed
from slacalc.conditions import Condition
from slacalc.errors import did_you_mean
from slacalc.levels import row_key
from slacalc.operators import OPERATORS, folded
from slacalc.statuses import JOINT, StatusMap
from slacalc.targets import OTHERWISE, DurationTable
from slacalc.values import MISSING, TEXT, field_of, reading, shown

_MOST_VALUES = 5_000
_MOST_FIELDS = 2_000
_NAMED = 5
_WITHOUT = ("missing", "exists", "during")
_EXACT = ("is", "is_not", "in", "not_in")


class FieldSeen:
    """What a field held in a sample: the kinds of its values, and the values as far as few."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.values: dict[Any, Any] = {}
        self.is_whole: bool = True
        self.example: Any = None

    def add(self, value: Any) -> None:
        """Note a value of one request; members of lists count as values too."""
        kind, key = reading(value)
        if kind == MISSING:
            return
        self.kinds[kind] += 1
        self.example = value if self.example is None else self.example
        for each in value if isinstance(key, list | tuple | set | frozenset) else (value,):
            self._keep(each)

    def _keep(self, value: Any) -> None:
        known = reading(value)
        try:
            new = known not in self.values
        except TypeError:  # what can't be hashed is compared with nothing
            return
        if new and len(self.values) >= _MOST_VALUES:
            self.is_whole = False
        elif new:
            self.values[known] = value


class SampleSeen:
    """A sample of requests, counted in one pass."""

    def __init__(
        self, chain: LevelChain, statuses: StatusMap | None, columns: tuple[str, ...]
    ) -> None:
        self._chain = chain
        self._statuses = statuses
        self._columns = columns
        self.count: int = 0
        self.levels: Counter[str] = Counter()
        self.by_default: Mapping[str, Any] | None = None
        self.names: set[str] = set()
        self.fields: dict[str, FieldSeen] = {name: FieldSeen() for name in _asked_fields(chain)}
        self.unknown: Counter[str] = Counter()

    def add(self, request: Mapping[str, Any]) -> None:
        """Count one request."""
        level = self._chain.level_for(request)
        self.count += 1
        self.levels[level.name] += 1
        if level is self._chain.default and self.by_default is None:
            self.by_default = dict(request)
        if len(self.names) < _MOST_FIELDS:
            self.names |= set(_names(request))
        for name, seen in self.fields.items():
            seen.add(field_of(request, name))
        self._add_status([request.get(column) for column in self._columns])

    def _add_status(self, cells: list[Any]) -> None:
        parts = [cell.strip() if isinstance(cell, str) else "" for cell in cells]
        if self._statuses is None or not parts or not parts[0]:
            return
        if self._statuses.events(*parts) is None and len(self.unknown) < _MOST_VALUES:
            self.unknown[JOINT.join(filter(None, parts))] += 1


def tried(
    chain: LevelChain,
    sample: Iterable[Mapping[str, Any]],
    statuses: StatusMap | None = None,
    columns: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """Find what a sample of requests shows of a policy."""
    known = statuses if statuses is not None and statuses.known else None
    seen = SampleSeen(chain, known, columns)
    for request in sample:
        seen.add(request)
    if not seen.count:
        return
    yield from _levels(chain, seen)
    told: set[str] = set()
    for place, condition in _asked(chain):
        yield from _condition(place, condition, seen, told)
    yield from _tables(chain, seen, told)
    if known is not None:
        yield from _statuses(known, seen)


def _levels(chain: LevelChain, seen: SampleSeen) -> Iterator[Finding]:
    """Find the levels that took no request, and tell of the default."""
    count = seen.levels[chain.default.name]
    if count:
        share = f"{count * 100 // seen.count}%" if count * 100 >= seen.count else "less than 1%"
        said = f"{count} of {seen.count} requests ({share}) fall to {chain.default.name!r}"
        yield Finding.of("falls-to-default", "default", said, witness=seen.by_default)
    for number, level in enumerate(chain.levels):
        if not seen.levels[level.name]:
            said = f"none of {seen.count} requests is given to {level.name!r}"
            yield Finding.of("level-unused", f"levels[{number}]", said)


def _condition(
    place: str, condition: Condition, seen: SampleSeen, told: set[str]
) -> Iterator[Finding]:
    """Find what a condition asks of a field and no request of the sample shows."""
    name, field = condition.field, seen.fields[condition.field]
    where = f"{place}.{name}"
    if not field.kinds:
        asks_nothing = condition.operator in ("missing", "exists") and not condition.holds(
            {name: 1}
        )
        if not asks_nothing and name not in told:
            told.add(name)
            yield _field_unseen(where, name, seen)
        return
    if condition.operator in _WITHOUT:
        return
    kinds = OPERATORS[condition.operator].kinds(condition.value)
    if not kinds & set(field.kinds):
        yield _kind_unseen(where, condition, field)
    elif condition.operator in _EXACT:
        several = isinstance(condition.value, tuple)
        values = condition.value if several else (condition.value,)
        yield from _values_unseen(where, values, field, fold=condition.ignore_case)
    elif condition.operator in ("contains", "starts_with") and field.is_whole:
        tries = [value for _, value in field.values.items()]
        if not any(
            condition.holds({name: each}) or condition.holds({name: [each]}) for each in tries
        ):
            said = f"no request has {name!r} as asked: {condition}"
            yield Finding.of("value-unseen", where, said)


def _field_unseen(place: str, name: str, seen: SampleSeen) -> Finding:
    said = f"none of {seen.count} requests has the field {name!r}"
    return Finding.of("field-unseen", place, said, remedy=did_you_mean(name, sorted(seen.names)))


def _kind_unseen(place: str, condition: Condition, field: FieldSeen) -> Finding:
    held = " or ".join(sorted(field.kinds))
    said = f"{condition.field!r} holds {held} such as {shown(field.example)}, and {condition}"
    remedy = ""
    if set(field.kinds) == {TEXT}:
        remedy = "read its cells as the kind meant before asking, or compare with text"
    return Finding.of("kind-unseen", place, said, remedy=remedy)


def _values_unseen(
    place: str, values: Iterable[Any], field: FieldSeen, *, fold: bool
) -> Iterator[Finding]:
    """Find the values that the field never has, if all that it has are known."""
    if not field.is_whole:
        return
    read = folded if fold else reading
    known = {read(value) for value in field.values.values()}
    unseen = [value for value in values if read(value) not in known]
    if unseen:
        texts = [value for value in field.values.values() if isinstance(value, str)]
        near = (did_you_mean(value, texts) for value in unseen[:_NAMED])
        more = f" and {len(unseen) - _NAMED} more" if len(unseen) > _NAMED else ""
        said = f"no request has the value {', '.join(map(shown, unseen[:_NAMED]))}{more}"
        yield Finding.of("value-unseen", place, said, remedy=next(filter(None, near), ""))


def _tables(chain: LevelChain, seen: SampleSeen, told: set[str]) -> Iterator[Finding]:
    """Find the rows of tables, and the fields that choose them, that no request shows."""
    for place, level, target in targets_placed(chain):
        if not isinstance(target.duration, DurationTable):
            continue
        field, where = seen.fields[level.by], place.removesuffix(f".{target.name}")
        if not field.kinds and level.by not in told:
            told.add(level.by)
            yield _field_unseen(f"{where.removesuffix('.targets')}.by", level.by, seen)
        elif field.kinds and field.is_whole:
            keys = (row_key(value) for value in field.values.values())
            texts = [key for key in keys if key is not None]
            unseen = [k for k in target.duration.keys if k != OTHERWISE and k not in texts]
            if unseen:
                said = f"no request has {', '.join(map(repr, unseen[:_NAMED]))} as its {level.by!r}"
                near = (did_you_mean(key, texts) for key in unseen[:_NAMED])
                remedy = next(filter(None, near), "")
                yield Finding.of("value-unseen", place, said, remedy=remedy)


def _statuses(statuses: StatusMap, seen: SampleSeen) -> Iterator[Finding]:
    for status, count in seen.unknown.most_common():
        said = f"{count} rows have the status {status!r}, which means nothing here"
        remedy = did_you_mean(status, statuses.known)
        yield Finding.of("status-unknown", "statuses", said, remedy=remedy)


def _asked(chain: LevelChain) -> Iterator[tuple[str, Condition]]:
    for place, level in placed(chain):
        for each in level.conditions:
            for condition in plain(each):
                yield f"{place}.conditions", condition


def _asked_fields(chain: LevelChain) -> set[str]:
    rows = {level.by for _, level in placed(chain) if level.rows}
    return rows | {condition.field for _, condition in _asked(chain)}


def _names(request: Mapping[str, Any]) -> Iterator[str]:
    """Go through the names of a request's fields, those of tables in it with a dot."""
    for name, value in request.items():
        if isinstance(name, str) and value is not None:
            yield name
            if isinstance(value, Mapping):
                yield from (f"{name}.{inner}" for inner in value)
