"""What has come in and waits to be added, relation by relation, in an order that keeps steps few."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping

from kg.reason.relations import Keys


class Agenda:
    """What waits for each relation; those of axioms come first, then what rules read before what they add to."""

    def __init__(self, first: Collection[int]) -> None:
        self._first = first
        self._order: dict[int, int] = {}
        self._incoming: dict[int, list[tuple[Keys, int]]] = {}
        self._queue: list[tuple[int, int]] = []

    def __bool__(self) -> bool:
        return bool(self._queue)

    @property
    def has_axioms(self) -> bool:
        """Whether what comes next is for a relation of axioms."""
        return bool(self._queue) and self._queue[0][0] < 0

    def push(self, relation: int, keys: Keys, rule: int) -> None:
        """Let KEYS wait for RELATION, to which a rule adds them."""
        if not len(keys):
            return
        waiting = self._incoming.get(relation)
        if waiting is None:
            waiting = self._incoming[relation] = []
            heapq.heappush(self._queue, (self._place(relation), relation))
        waiting.append((keys, rule))

    def pop(self) -> tuple[int, list[tuple[Keys, int]]]:
        """The next relation, and what waits for it with the rules that add it."""
        relation = heapq.heappop(self._queue)[1]
        return relation, self._incoming.pop(relation)

    def _place(self, relation: int) -> int:
        return -1 if relation in self._first else self._order.get(relation, len(self._order))

    def sort(self, after: Mapping[int, Iterable[int]]) -> None:
        """Number the relations so that each comes before those AFTER it, as far as there is no circle."""
        order: list[int] = []
        seen: set[int] = set()
        for start in after:
            if start in seen:
                continue
            seen.add(start)
            trail = [(start, iter(after[start]))]
            while trail:
                relation, rest = trail[-1]
                following = next((one for one in rest if one not in seen), None)
                if following is None:
                    order.append(relation)
                    trail.pop()
                else:
                    seen.add(following)
                    trail.append((following, iter(after.get(following, ()))))
        self._order = {relation: place for place, relation in enumerate(reversed(order))}
        self._queue = [(self._place(relation), relation) for relation in self._incoming]
        heapq.heapify(self._queue)
