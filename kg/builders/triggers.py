"""Write `ontology/lexicon/triggers.tsv`: which verbs and nouns evoke which class of event.

    python -m kg.builders.triggers --data ../shared/data           rewrite it
    python -m kg.builders.triggers --data ../shared/data --check   say whether it is stale (exit 1), write nothing

The meaning is chosen by hand, in the blocks of `triggers_curated.toml`; the words come from there too, from the verb
and noun aliases of the PropBank rolesets that a block names, and from the event nouns that Open English WordNet derives
from the verbs that a block names under `oewn`. The nearer to the hand, the stronger: curated, PropBank, WordNet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, NewType

from kg.builders.command import make_command
from kg.builders.tables import read_json_lines, read_text, to_table
from kg.errors import InputError, nearest
from kg.lexicon import NOUN_SLOTS, PREPOSITIONS, VERB_SLOTS, Condition, Pos, split_entries
from kg.ontology import Ontology, load_ontology
from kg.resources import find_resource

RoleSets = NewType("RoleSets", dict[str, tuple[tuple[tuple[str, ...], Pos], ...]])
"""The verb and noun aliases of each PropBank roleset, as words and part of speech."""

EventNouns = NewType("EventNouns", dict[str, tuple[str, ...]])
"""The event nouns that Open English WordNet derives from each verb."""

HEADER: Final = (
    "Words that evoke events. Written by `python -m kg.builders.triggers`; do not edit: the meanings are chosen in",
    "triggers_curated.toml. Rows whose source is a roleset (attack.01): from PropBank frames 3.4, CC BY-SA 4.0; rows",
    "whose source is oewn: derivations of Open English WordNet, CC BY 4.0 (see NOTICE). The whole table: CC BY-SA 4.0.",
    "lemmas\tv or n\tclass\troles (slot:role)\tconditions (all must hold)\tsource",
)
ROLES: Final = frozenset(
    "agent target counterpart instrument place origin destination topic cause purpose partOf".split()
)
CURATED: Final = "curated"
OEWN: Final = "oewn"

_KEYS: Final = frozenset(
    """class frame variants rolesets verbs nouns oewn except pos roles verb_roles noun_roles when verb_when
    noun_when""".split()
)
_RANK_OEWN: Final = 2
_ALL_SLOTS: Final = VERB_SLOTS | NOUN_SLOTS | PREPOSITIONS
_POS_NAMES: Final[Mapping[Pos, str]] = {"v": "verb", "n": "noun"}
_FLAGS: Final = frozenset({"has", "no", "plural", "named"})
_PLAIN_POS: Final[Mapping[str, Pos]] = {"v": "v", "n": "n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table; `conditions` as in its cell."""

    words: tuple[str, ...]
    pos: Pos
    kind: str
    roles: tuple[tuple[str, str], ...]
    conditions: str
    source: str

    @property
    def rank(self) -> int:
        """How near to the hand: 0 is curated."""
        return {CURATED: 0, OEWN: _RANK_OEWN}.get(self.source, 1)


# Sources


def read_rolesets(data: Path) -> RoleSets:
    """The verb and noun aliases of each roleset; those of light verbs ("make accusation") are left out."""
    rolesets = {}
    for record in read_json_lines(data / "propbank_frames" / "propbank_frames.jsonl.gz"):
        aliases = [
            (tuple(form.lower().replace("-", "_").split("_")), _PLAIN_POS[pos])
            for form, pos in record["aliases"]
            if pos in _PLAIN_POS
        ]
        rolesets[record["id"]] = tuple(aliases)
    return RoleSets(rolesets)


def read_event_nouns(data: Path) -> EventNouns:
    """The nouns to which a verb has the link `event`, of any of its senses."""
    entries = list(read_json_lines(data / "oewn" / "entries.jsonl.gz"))
    lemmas = {sense[1]: entry["l"] for entry in entries if entry["p"] == "n" for sense in entry["s"]}
    nouns: dict[str, set[str]] = {}
    for entry in entries:
        if entry["p"] != "v":
            continue
        for _, _, *links in entry["s"]:
            found = {lemmas[key] for link in links for key in link.get("event", ()) if key in lemmas}
            nouns.setdefault(entry["l"], set()).update(found)
    return EventNouns({verb: tuple(sorted(found)) for verb, found in nouns.items()})


# Blocks


def build_triggers(data: Path, curated: Path) -> str:
    """The text of triggers.tsv."""
    document = tomllib.loads(read_text(curated))
    rows = build_rows(document, read_rolesets(data), read_event_nouns(data), where=str(curated))
    return to_table(HEADER, map(to_cells, rows))


def to_cells(row: Row) -> tuple[str, ...]:
    """The cells of a row."""
    roles = " ".join(f"{slot}:{role}" for slot, role in row.roles)
    return " ".join(row.words), row.pos, row.kind, roles, row.conditions, row.source


def build_rows(document: Mapping[str, Any], rolesets: RoleSets, event_nouns: EventNouns, *, where: str) -> list[Row]:
    """The rows of all blocks, by words and part of speech, else in the order of the blocks.

    Of rows alike in words, part of speech and conditions the one nearest to the hand stays; two equally near ones are
    an InputError.
    """
    ontology = load_ontology()
    best: dict[tuple[tuple[str, ...], Pos, str], Row] = {}
    twice = []
    for number, block in enumerate(document["trigger"], start=1):
        place = f"{where}: trigger {number} ({block.get('class')})"
        variants = find_variants(block, document, where=place)
        templates = [to_template(variant, document, ontology, where=place) for variant in variants]
        found: dict[tuple[tuple[str, ...], Pos, str], Row] = {}
        for words, pos, source in find_words(block, rolesets, event_nouns, where=place):
            for template in templates if pos == "v" else templates[-1:]:
                row = fit_conditions(template.to_row(words, pos, source), where=place)
                found.setdefault((row.words, row.pos, row.conditions), row)
        for key, row in found.items():
            other = best.get(key)
            if other is None or row.rank < other.rank:
                best[key] = row
            elif row.rank == other.rank < _RANK_OEWN:
                twice.append(f"{' '.join(row.words)} ({row.pos}): {other.kind}, {row.kind}")
    if twice:
        raise InputError(f"triggers that stand there twice: {'; '.join(twice)}", where=where)
    return sorted(best.values(), key=lambda row: (row.words, row.pos))


def find_words(
    block: Mapping[str, Any], rolesets: RoleSets, event_nouns: EventNouns, *, where: str
) -> Iterator[tuple[tuple[str, ...], Pos, str]]:
    """The words of a block with their part of speech and source, the nearest to the hand first."""
    barred = set(split_entries(block.get("except", "")))
    wanted = block.get("pos", "vn")
    yield from ((words, "v", CURATED) for words in split_entries(block.get("verbs", "")))
    yield from ((words, "n", CURATED) for words in split_entries(block.get("nouns", "")))
    for roleset in block.get("rolesets", "").split():
        if roleset not in rolesets:
            raise unknown("roleset", roleset, rolesets, where=where)
        for words, pos in rolesets[roleset]:
            if words not in barred and pos in wanted:
                yield words, pos, roleset
    for verb in map(" ".join, split_entries(block.get("oewn", ""))):
        if not event_nouns.get(verb):
            raise unknown("verb with an event noun", verb, event_nouns, where=where)
        for words in split_entries([noun.lower() for noun in event_nouns[verb]]):
            if words not in barred:
                yield words, "n", OEWN


# Classes, roles and conditions


def find_variants(block: Mapping[str, Any], document: Mapping[str, Any], *, where: str) -> Iterator[Mapping[str, Any]]:
    """The block under each of its variants, which add conditions and roles for its verbs; last the block itself."""
    variants = document.get("variant", {})
    for name in block.get("variants", "").split():
        if name not in variants:
            raise unknown("variant", name, variants, where=where)
        for variant in variants[name]:
            yield {
                **block,
                "verb_roles": {**block.get("verb_roles", {}), **variant["roles"]},
                "verb_when": {**variant["when"], **block.get("verb_when", {})},
            }
    yield block


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What all rows of a block share, by part of speech."""

    kind: str
    roles: Mapping[Pos, tuple[tuple[str, str], ...]]
    conditions: Mapping[Pos, str]

    def to_row(self, words: tuple[str, ...], pos: Pos, source: str) -> Row:
        """The row of WORDS."""
        return Row(
            words=words,
            pos=pos,
            kind=self.kind,
            roles=self.roles[pos],
            conditions=self.conditions[pos],
            source=source,
        )


def to_template(block: Mapping[str, Any], document: Mapping[str, Any], ontology: Ontology, *, where: str) -> Template:
    """Check all of BLOCK but its words, and bring its roles and conditions into the form of the table."""
    for key in block.keys() - _KEYS:
        raise unknown("key", key, _KEYS, where=where)
    kind, frame = block.get("class", ""), block.get("frame")
    if kind not in ontology.event_classes:
        raise unknown("event class", kind, ontology.event_classes, where=where)
    frames, lists = document.get("frame", {}), document.get("list", {})
    if frame is not None and frame not in frames:
        raise unknown("frame", frame, frames, where=where)
    base = frames[frame] if frame is not None else {}
    roles, conditions = {}, {}
    for pos, name in _POS_NAMES.items():
        layers = [base.get(name, {}), block.get("roles", {}), block.get(f"{name}_roles", {})]
        roles[pos] = to_roles(pos, layers, where=where)
        when = {**block.get("when", {}), **block.get(f"{name}_when", {})}
        conditions[pos] = to_conditions(when, lists, ontology, where=where)
    return Template(kind=kind, roles=roles, conditions=conditions)


def to_roles(pos: Pos, layers: Iterable[Mapping[str, str]], *, where: str) -> tuple[tuple[str, str], ...]:
    """The roles by slot, later layers over earlier ones; "" removes a slot, those of the other part of speech go."""
    merged: dict[str, str] = {}
    for layer in layers:
        for slot, role in layer.items():
            if slot not in _ALL_SLOTS:
                raise unknown("slot", slot, _ALL_SLOTS, where=where)
            if role and role not in ROLES:
                raise unknown("role", role, ROLES, where=where)
            merged[slot] = role
    other = NOUN_SLOTS if pos == "v" else VERB_SLOTS
    return tuple((slot, role) for slot, role in merged.items() if role and slot not in other)


def to_conditions(when: Mapping[str, Any], lists: Mapping[str, str], ontology: Ontology, *, where: str) -> str:
    """The cell for the conditions; "$people" stands for the values of the list called people."""
    cells = []
    for key, value in when.items():
        values = "true" if value is True else value if isinstance(value, str) else " ".join(value)
        for name in re.findall(r"\$(\w+)", values):
            if name not in lists:
                raise unknown("list", name, lists, where=where)
        expanded = re.sub(r"\$(\w+)", lambda found: lists[found[1]], values)
        condition = Condition(key=key, values=frozenset(value.replace("_", " ") for value in expanded.split()))
        _check_condition(condition, ontology, where=where)
        cells.append(f"{key}={'|'.join(sorted(condition.values))}")
    return ";".join(sorted(cells))


def fit_conditions(row: Row, *, where: str) -> Row:
    """ROW without conditions on slots that its part of speech does not have; one that cannot hold is an error."""
    other = NOUN_SLOTS | {"plural", "named"} if row.pos == "v" else VERB_SLOTS
    kept = []
    for cell in filter(None, row.conditions.split(";")):
        condition = Condition(key=cell.partition("=")[0], values=frozenset())
        if condition.slot not in other:
            kept.append(cell)
        elif not condition.is_negative:
            words = " ".join(row.words)
            raise InputError(f"the condition {condition.key!r} does not fit {words!r} ({row.pos})", where=where)
    return replace(row, conditions=";".join(kept))


def _check_condition(condition: Condition, ontology: Ontology, *, where: str) -> None:
    if condition.key not in _FLAGS and condition.slot not in _ALL_SLOTS:
        raise unknown("condition", condition.key, _FLAGS | _ALL_SLOTS, where=where)
    if not condition.values or any(not value or set(value) & set("|;=\t") for value in condition.values):
        raise InputError(f"the condition {condition.key!r} has no values that can be written", where=where)
    if condition.key in ("has", "no"):
        known = _ALL_SLOTS
    elif condition.is_of_kind:
        known = ontology.event_classes | ontology.entity_classes | {"Name"}
    else:
        return
    for value in sorted(condition.values - known):
        raise unknown("slot" if known is _ALL_SLOTS else "class", value, known, where=where)


def unknown(what: str, word: str, known: Iterable[str], *, where: str) -> InputError:
    """The error for a WORD that is none of the KNOWN."""
    near = nearest(word, known)
    return InputError(f"no {what}: {word!r}", where=where, hint=f"did you mean {near!r}?" if near else None)


# Command


def build_contents(data: Path) -> dict[Path, str]:
    """The text of the file this command writes."""
    lexicon = find_resource("ontology", "lexicon")
    return {lexicon / "triggers.tsv": build_triggers(data, lexicon / "triggers_curated.toml")}


main = make_command(build_contents, purpose="Rebuild the table of triggers.")


if __name__ == "__main__":
    main()
