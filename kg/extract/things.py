"""The things that an article speaks of, and which of its mentions stand for which."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.extract.nominals import Nominal


@dataclass(slots=True, eq=False)
class Thing:
    """One thing that the article speaks of, with its mentions in text order."""

    number: int
    kind: str | None
    label: str
    named: bool
    plural: bool
    country: str | None = None
    mentions: list[Nominal] = field(default_factory=list)

    def mention_at(self, word: int) -> Nominal | None:
        """The mention that WORD heads."""
        return next((mention for mention in self.mentions if word in (mention.head, mention.core)), None)


class Things:
    """The things of an article by their mentions; `find` answers for a nominal, `at` for a word.

    `narrated` tells whether the article has a narrator who says "I", as opinion pieces do.
    """

    def __init__(self) -> None:
        self.all: list[Thing] = []
        self.narrated = False
        self._of: dict[tuple[int, int, str], Thing] = {}
        self._at: dict[int, Thing] = {}
        self._order: list[tuple[int, int]] = []
        self._mentions: defaultdict[int, list[Nominal]] = defaultdict(list)

    def add(self, nominal: Nominal, thing: Thing | None = None, *, named: bool = False) -> Thing:
        """Make NOMINAL a mention of THING, or of a new thing."""
        if thing is None:
            thing = Thing(
                number=len(self.all), kind=nominal.kind, label=nominal.canonical or nominal.label, named=named,
                plural=nominal.plural, country=nominal.country,
            )  # fmt: skip
            self.all.append(thing)
        thing.mentions.append(nominal)
        thing.country = thing.country or nominal.country
        self._of[nominal.first, nominal.last, nominal.form] = thing
        bisect.insort(self._order, (nominal.last, thing.number))
        bisect.insort(self._mentions[thing.number], nominal, key=lambda mention: mention.first)
        self._at[nominal.head] = thing  # the four of "two of the four" are not the two, though the same noun tells both
        self._at.setdefault(nominal.core, thing)
        return thing

    def join(self, thing: Thing, other: Thing) -> None:
        """Make all mentions of OTHER mentions of THING; OTHER is left without any."""
        for mention in other.mentions:
            self._of[mention.first, mention.last, mention.form] = thing
            self._order.remove((mention.last, other.number))
            bisect.insort(self._order, (mention.last, thing.number))
            bisect.insort(self._mentions[thing.number], mention, key=lambda m: m.first)
            for word in (mention.head, mention.core):
                if self._at.get(word) is other:
                    self._at[word] = thing
        thing.mentions = sorted((*thing.mentions, *other.mentions), key=lambda m: (m.first, m.last))
        thing.country = thing.country or other.country
        other.mentions = []
        self._mentions.pop(other.number, None)

    def before(self, nominal: Nominal, *, since: int) -> list[Thing]:
        """The things mentioned from token SINCE up to NOMINAL, the latest first."""
        found: dict[int, Thing] = {}
        place = bisect.bisect_left(self._order, (nominal.first, -1))
        while place > 0 and self._order[place - 1][0] >= since:
            place -= 1
            number = self._order[place][1]
            found.setdefault(number, self.all[number])
        return list(found.values())

    def mentions_before(self, nominal: Nominal, thing: Thing) -> Iterator[Nominal]:
        """The mentions of THING that end before NOMINAL, from the latest back."""
        known = self._mentions[thing.number]
        for place in range(bisect.bisect_left(known, nominal.first, key=lambda mention: mention.first) - 1, -1, -1):
            if known[place].last < nominal.first:
                yield known[place]

    def find(self, nominal: Nominal) -> Thing | None:
        """The thing that NOMINAL mentions."""
        return self._of.get((nominal.first, nominal.last, nominal.form))

    def at(self, word: int) -> Thing | None:
        """The thing whose mention WORD heads."""
        return self._at.get(word)
