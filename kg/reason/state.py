"""A reasoner at rest as a file, and back: opening the closure of a million triples does not compute it again.

The file is numpy's own (`.npz`) and holds numbers and text alone: nothing in it is run when it is read.
"""

from __future__ import annotations

import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from kg.errors import InputError
from kg.reason.compile import Axioms, make_ground
from kg.reason.dictionary import Dictionary
from kg.reason.equality import Edge
from kg.reason.reasoner import DEFAULT_LIMIT, Reasoner
from kg.reason.relations import Keys, Relation
from kg.reason.rulebook import BUILT_IN
from kg.reason.tables import RULES, Rule

VERSION: Final = 1
"""The form of the file; one of another form is refused, and computed anew."""
_TABLES: Final = ("asserted", "facts", "past")


def save_state(reasoner: Reasoner, path: Path) -> None:
    """Write REASONER, which is at rest, to a file: whole or not at all."""
    arrays: dict[str, Keys] = {}
    for name in _TABLES:
        arrays |= _pack_relations(name, getattr(reasoner, name))
    equality = reasoner.equality
    groups = [[one, *names] for one, names in equality.members.items()]
    arrays["groups"] = np.array([one for group in groups for one in group], np.int64)
    arrays["group-sizes"] = np.array(list(map(len, groups)), np.int64)
    arrays["edges"] = np.array(equality.edges, np.int64).reshape(-1, 3)
    arrays["steps"] = np.array(reasoner.steps, np.int64)
    arrays["names"] = np.frombuffer("\n".join(reasoner.dictionary.names).encode(), np.uint8)
    arrays["head"] = np.frombuffer(json.dumps(_describe(reasoner)).encode(), np.uint8)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def load_state(path: Path, *, rules: Sequence[Rule] = (), limit: int = DEFAULT_LIMIT) -> Reasoner:
    """The reasoner in a file; RULES must be those it was made with. Raises `InputError` for any other file."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as found:
            arrays = {name: found[name] for name in found.files}
        head = json.loads(arrays["head"].tobytes())
        if head["version"] != VERSION or head["rules"] != [_name_rule(rule) for rule in rules]:
            raise InputError("the state is of another version of kg or of other rules", where=str(path),
                             hint="Compute it anew from the graph")  # fmt: skip
        return _restore(arrays, head, rules, limit)
    except FileNotFoundError as error:
        raise InputError("there is no such file", where=str(path)) from error
    except (KeyError, IndexError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"not the state of a reasoner: {error}", where=str(path)) from error


def _describe(reasoner: Reasoner) -> dict[str, object]:
    order = {rule: place for place, rule in enumerate((*RULES, *reasoner.rules))}
    grounds = [
        [order[ground.rule], ground.bindings, ground.axiom, ground.since]
        for ground in reasoner.rulebook.grounds[len(BUILT_IN) :]
    ]
    rules = [_name_rule(rule) for rule in reasoner.rules]
    return {"version": VERSION, "rules": rules, "grounds": grounds, "values": reasoner.values.seen}


def _name_rule(rule: Rule) -> str:
    return "\n".join((rule.name, rule.axiom, rule.facts, rule.then))


def _pack_relations(name: str, table: Mapping[int, Relation]) -> dict[str, Keys]:
    found = {relation: known.all() for relation, known in sorted(table.items()) if len(known)}
    none = np.empty(0, np.int64)
    return {
        f"{name}-relations": np.array(list(found), np.int64),
        f"{name}-sizes": np.array([len(keys) for keys, _ in found.values()], np.int64),
        f"{name}-keys": np.concatenate([keys for keys, _ in found.values()]) if found else none,
        f"{name}-stamps": np.concatenate([stamps for _, stamps in found.values()]) if found else none,
    }


def _unpack_relations(name: str, arrays: Mapping[str, Keys]) -> Iterable[tuple[int, Relation]]:
    ends = np.cumsum(arrays[f"{name}-sizes"])
    cuts = list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)) if len(ends) else []
    for relation, (first, last) in zip(arrays[f"{name}-relations"].tolist(), cuts, strict=True):
        keys, stamps = arrays[f"{name}-keys"][first:last], arrays[f"{name}-stamps"][first:last].astype(np.uint32)
        yield relation, Relation(keys, stamps)


def _restore(arrays: Mapping[str, Any], head: Mapping[str, Any], rules: Sequence[Rule], limit: int) -> Reasoner:
    text = arrays["names"].tobytes().decode()
    reasoner = Reasoner(limit=limit, rules=rules, dictionary=Dictionary(text.split("\n")))
    for name in _TABLES:
        table = getattr(reasoner, name)
        table.update(_unpack_relations(name, arrays))
    reasoner.size = sum(map(len, reasoner.facts.values()))
    _restore_equality(reasoner, arrays)
    every = (*RULES, *rules)
    for place, bindings, axiom, since in head["grounds"]:
        triples = tuple((one, two, three) for one, two, three in axiom)
        ground = make_ground(every[place], dict(bindings), triples, Axioms(triples, reasoner.dictionary), 0)
        if ground is None:
            raise ValueError(f"the axioms of {every[place].name} are gone")
        reasoner.rulebook.resume(ground, since)
    reasoner.settle(arrays["steps"].tolist(), {int(kind): seen for kind, seen in head["values"].items()})
    return reasoner


def _restore_equality(reasoner: Reasoner, arrays: Mapping[str, Any]) -> None:
    names = arrays["groups"].tolist()
    at = 0
    groups: list[list[int]] = []
    for size in arrays["group-sizes"].tolist():
        groups.append(names[at : at + size])
        at += size
    edges = [Edge(first, second, stamp) for first, second, stamp in arrays["edges"].tolist()]
    reasoner.equality.restore({group[0]: group[1:] for group in groups}, edges, len(reasoner.dictionary))
