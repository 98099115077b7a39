"""Taking facts back: what followed from them alone goes, all else stays (delete and rederive).

First all that may rest on the facts is doubted, as far as the rules carry; what is left of it by other ways is then
derived again. Where equality is in doubt, the names of a thing are taken apart, all facts about it are doubted, and it
is put together again as far as there is reason to. The result is the same as computing from scratch.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kg.reason.datatypes import is_value_of
from kg.reason.ground import Ground, bind, join, keep_rows, property_of, to_keys
from kg.reason.reasoner import Reasoner, Table
from kg.reason.relations import LOW, NO_KEYS, SHIFT, Keys, Mask, is_in, pack, to_set


def retract(reasoner: Reasoner, table: Table) -> None:
    """Take back the stated pairs of TABLE, by predicate, with all that follows from them alone."""
    lost: dict[int, Keys] = {}
    for relation, keys in reasoner.to_relations(table).items():
        known = reasoner.asserted.get(relation)
        here = keys[known.has(keys)] if known is not None else NO_KEYS
        if known is not None and len(here):
            known.remove(here)
            lost[relation] = here
    if lost and not _Retraction(reasoner).take_back(lost):
        reasoner.restart()


class _AxiomsGoneError(Exception):
    """An axiom is in doubt: the rules that were made of it are no longer to be trusted."""


class _Retraction:
    def __init__(self, reasoner: Reasoner) -> None:
        self.reasoner = reasoner
        self.same = property_of(reasoner.same)
        self.gone: dict[int, Keys] = {}
        self.dissolved: dict[int, list[int]] = {}
        self._waiting: list[tuple[int, Keys]] = []
        self._size = len(reasoner.dictionary)
        self._shared = reasoner.equality.is_shared(self._size)

    def take_back(self, lost: dict[int, Keys]) -> bool:
        """Take back stated facts that are no longer stated; False where that needs the rules to be made anew."""
        try:
            for relation, keys in lost.items():
                self._doubt_stated(relation, keys)
            while self._waiting:
                self._pass_on(*self._waiting.pop())
        except _AxiomsGoneError:
            return False
        freed = self._remove()
        self._derive_again(freed)
        self.reasoner.run()
        return True

    # ------------------------------------------------------------ doubting

    def _doubt_stated(self, relation: int, keys: Keys) -> None:
        if relation == self.same:
            self._dissolve(np.concatenate((keys >> SHIFT, keys & LOW)))
            return
        self._dissolve(self._names(relation, keys))
        self._doubt(relation, self.reasoner.equality.rename(keys, pairs=bool(relation & 1), size=self._size))

    def _names(self, relation: int, keys: Keys) -> Keys:
        return np.concatenate((keys >> SHIFT, keys & LOW)) if relation & 1 else keys

    def _dissolve(self, names: Keys) -> None:
        """Take the things called NAMES for several, where they have several names, and doubt all about them."""
        equality = self.reasoner.equality
        fresh = {
            one for one in map(equality.stand_in, np.unique(names[self._shared[names]]).tolist())
            if one not in self.dissolved
        }  # fmt: skip
        if not fresh:
            return
        for one in fresh:
            self.dissolved[one] = list(equality.members[one])
            if any(map(self.reasoner.is_schema, self.dissolved[one])):
                raise _AxiomsGoneError
        mask = np.zeros(self._size, np.bool_)
        mask[list(fresh)] = True
        for relation, facts in self.reasoner.facts.items():
            for part in facts.parts():
                about = part[_mentions(part, mask, relation)]
                if len(about):
                    self._add(relation, about)

    def _doubt(self, relation: int, keys: Keys) -> None:
        """Doubt the facts KEYS that are there and not stated; where they name things of many names, those too."""
        facts = self.reasoner.facts.get(relation)
        if facts is None or not len(keys):
            return
        keys = keys[facts.has(keys)]
        if self.reasoner.equality:
            mask = _mentions(keys, self._shared, relation)
            self._dissolve(self._names(relation, keys[mask]))
            keys = keys[~mask]
        stated = self.reasoner.asserted.get(relation)
        self._add(relation, keys if stated is None else stated.missing(keys))

    def _add(self, relation: int, keys: Keys) -> None:
        known = self.gone.get(relation, NO_KEYS)
        fresh = keys[~is_in(keys, known)]
        if not len(fresh):
            return
        if relation in self.reasoner.axiom_relations:
            raise _AxiomsGoneError
        self.gone[relation] = np.sort(np.concatenate((known, fresh)))
        self._waiting.append((relation, fresh))

    def _pass_on(self, relation: int, keys: Keys) -> None:
        """Doubt what follows from KEYS in one step."""
        for ground, place in self.reasoner.rulebook.by_body.get(relation, ()):
            columns = bind(ground.body[place], keys, self.reasoner)
            if columns is None:
                continue
            rows = len(next(iter(columns.values()))) if columns else 1
            for piece, size in join(self.reasoner, columns, rows, ground.plan(place)):
                if ground.member is not None:
                    self._dissolve(piece[ground.member])
                    continue
                piece, size = keep_rows(ground, piece, size)
                if size and ground.head is not None:
                    found = to_set(to_keys(ground.head, piece, size, self.reasoner))
                    if ground.head.relation == self.same:
                        self._dissolve(np.concatenate((found >> SHIFT, found & LOW)))
                    else:
                        self._doubt(ground.head.relation, found)

    # ------------------------------------------------------------ deriving again

    def _remove(self) -> Mask | None:
        """Take out all that is in doubt; which names are no longer known to be one with others."""
        reasoner = self.reasoner
        for relation, keys in self.gone.items():
            reasoner.facts[relation].remove(keys)
            reasoner.size -= len(keys)
        if not self.dissolved:
            return None
        freed = np.zeros(self._size, np.bool_)
        freed[reasoner.equality.dissolve(self.dissolved)] = True
        for relation, past in reasoner.past.items():
            old = past.all()[0]
            past.remove(old[_mentions(old, freed, relation)])
        return freed

    def _derive_again(self, freed: Mask | None) -> None:
        reasoner = self.reasoner
        for relation, keys in self.gone.items():
            keys = self._spell(relation, keys) if freed is not None else keys
            for ground in reasoner.rulebook.by_head.get(relation, ()):
                self._join_back(ground, keys)
            kind = reasoner.values.find_datatype(relation)
            if kind is not None:
                names = reasoner.dictionary.names
                values = [one for one in keys.tolist() if names[one][0] == '"' and is_value_of(names[one], kind)]
                reasoner.push(relation, np.array(values, np.int64), 2)
        if freed is not None:
            for relation, stated in list(reasoner.asserted.items()):
                for part in stated.parts():
                    again = part[_mentions(part, freed, relation)]
                    if len(again):
                        reasoner.state(relation, again)

    def _spell(self, relation: int, keys: Keys) -> Keys:
        """KEYS with each name that a thing had before it was taken apart."""
        if relation & 1:
            first = self._expand(keys >> SHIFT)
            keys = pack(first[1], keys[first[0]] & LOW)
            second = self._expand(keys & LOW)
            return to_set(pack(keys[second[0]] >> SHIFT, second[1]))
        return to_set(self._expand(keys)[1])

    def _expand(self, names: Keys) -> tuple[Keys, Keys]:
        rows: list[int] = []
        found: list[int] = []
        for row, name in enumerate(names.tolist()):
            others: Iterable[int] = self.dissolved.get(name, (name,))
            for other in others:
                rows.append(row)
                found.append(other)
        return np.array(rows, np.int64), np.array(found, np.int64)

    def _join_back(self, ground: Ground, keys: Keys) -> None:
        """Let those of KEYS come in that a rule gives from what is left."""
        assert ground.head is not None  # noqa: S101 - it was found by its head
        columns = bind(ground.head, keys, self.reasoner)
        if columns is None:
            return
        rows = len(next(iter(columns.values()))) if columns else 1
        plan = ground.plan(None, known=frozenset(columns))
        for piece, size in join(self.reasoner, columns, rows, plan):
            piece, size = keep_rows(ground, piece, size)
            if size:
                found = to_set(to_keys(ground.head, piece, size, self.reasoner))
                self.reasoner.push(ground.head.relation, found, ground.number)


def _mentions(keys: Keys, names: Mask, relation: int) -> Mask:
    found: Mask = names[keys >> SHIFT] | names[keys & LOW] if relation & 1 else names[keys]
    return found
