"""How sure the extraction is of each event, role and relation, as a probability that people would agree with it.

What tells right from wrong readings are features: the trigger and how many classes it may evoke, how the event was put
together, how its fillers are told and how far off they stand. Their weights are those of a logistic regression, which
`python -m kg.builders.confidence` fits to annotated articles; `ontology/lexicon/confidence.toml` holds them.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterator, Mapping
from typing import Final, Literal, Protocol

from kg.errors import InputError
from kg.extract.drafts import Cluster, Draft
from kg.extract.frames import Frame
from kg.extract.links import Filler
from kg.extract.things import Thing
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.lexicon import Lexicon
from kg.ontology import Ontology
from kg.resources import find_resource

Sort = Literal["event", "role", "relation", "entity"]
Weights = Mapping[str, Mapping[str, float]]

TABLE: Final = ("ontology", "lexicon", "confidence.toml")
BASE: Final = "base"
"""The weight of what is sure of any fact of its sort."""
SURE_EVENT: Final = "sure_event"
"""The feature of a role that is the log-odds of its event."""
_LEAST, _MOST = 0.02, 0.98
_LONG: Final = 30
"""Tokens of a sentence."""
_MANY: Final = 3
"""Classes that one trigger may evoke."""
_OFTEN: Final = 3
"""Mentions of one thing."""
_SOME: Final = 2
"""Fillers of one event."""


class Judge(Protocol):
    """Answers how likely a fact of a SORT is right that has FEATURES; a role's has the confidence of its EVENT."""

    def __call__(self, sort: Sort, features: frozenset[str], *, event: float | None = None) -> float: ...


@functools.cache
def load_weights() -> Weights:
    """The weights of features by sort of fact: the table `ontology/lexicon/confidence.toml`."""
    path = find_resource(*TABLE)
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for sort, weights in table.items():
        if BASE not in weights or not all(isinstance(weight, int | float) for weight in weights.values()):
            raise InputError(f"[{sort}] needs a number for {BASE!r} and each feature", where=str(path))
    return table


def judge(sort: Sort, features: frozenset[str], *, event: float | None = None) -> float:
    """The probability by the shipped weights; what has no weight says nothing."""
    return to_probability(load_weights()[sort], features, event=event)


def to_probability(weights: Mapping[str, float], features: frozenset[str], *, event: float | None = None) -> float:
    """The logistic of the weights of FEATURES and of the log-odds of EVENT, kept from certainty.

    >>> to_probability({"base": 0.0, "noun": -1.0}, frozenset({"verb"}))
    0.5
    """
    total = weights[BASE] + sum(weights.get(name, 0.0) for name in sorted(features))
    if event is not None:
        total += weights.get(SURE_EVENT, 0.0) * to_log_odds(event)
    return min(max(1 / (1 + math.exp(-total)), _LEAST), _MOST)


def to_log_odds(probability: float) -> float:
    """The logarithm of the odds of PROBABILITY.

    >>> to_log_odds(0.5)
    0.0
    """
    kept = min(max(probability, _LEAST), _MOST)
    return math.log(kept / (1 - kept))


class Judging:
    """Tells the confidence of what was found in one parse; JUDGE_FACT is `judge`, unless weights are to be fitted."""

    def __init__(self, tree: Tree, lexicon: Lexicon, ontology: Ontology, judge_fact: Judge = judge) -> None:
        self._tree = tree
        self._lexicon = lexicon
        self._ontology = ontology
        self._judge = judge_fact
        self._events: dict[int, float] = {}

    def of_event(self, cluster: Cluster) -> float:
        """How sure it is that the text tells such an event, of this class."""
        found = self._events.get(id(cluster))
        if found is None:
            found = self._judge("event", frozenset(self._of_event(cluster)))
            self._events[id(cluster)] = found
        return found

    def of_role(self, cluster: Cluster, draft: Draft, filler: Filler) -> float:
        """How sure it is that FILLER, told with DRAFT, has its role in the event of CLUSTER."""
        features = frozenset(self._of_role(draft, filler))
        return self._judge("role", features, event=self.of_event(cluster))

    def of_relation(self, relation: Relation) -> float:
        """How sure it is that RELATION holds."""
        return self._judge("relation", frozenset(self._of_relation(relation)))

    def of_entity(self, thing: Thing) -> float:
        """How sure it is that THING is of its class."""
        return self._judge("entity", frozenset(self._of_entity(thing)))

    # Events

    def _of_event(self, cluster: Cluster) -> Iterator[str]:
        told = [draft for draft in cluster.drafts if not draft.frame.is_anaphor]
        yield f"family_{self._family(cluster.kind)}"
        yield from self._of_trigger(told[0].frame)
        if len(told) > 1:
            yield "retold"
        if told[0].factuality != "actual":
            yield "not_actual"
        if cluster.spans:
            yield "dated"
        fillers = cluster.fillers("agent", "target", "counterpart", "topic", "place", "origin", "destination")
        yield f"fillers_{len(fillers)}" if len(fillers) < _SOME else "fillers_more"
        if cluster.fillers("agent") and cluster.fillers("target", "counterpart"):
            yield "two_sides"
        if any(filler.thing is not None and filler.thing.named for filler in fillers):
            yield "named_filler"

    def _of_trigger(self, frame: Frame) -> Iterator[str]:
        if frame.pos == "n":
            yield "noun"
            if self._tree.is_plural(frame.head):
                yield "plural"
        senses = self._lexicon.find_senses(self._tree.lemma(frame.head), frame.pos)
        if len({sense.kind for sense in senses}) > _MANY:
            yield "many_classes"
        if self._is_long(frame.head):
            yield "long_sentence"

    def _family(self, kind: str) -> str:
        above = self._ontology.ancestors(kind)
        return next((k for k in sorted(above) if "Event" in self._ontology.parents[k]), kind)

    # Roles

    def _of_role(self, draft: Draft, filler: Filler) -> Iterator[str]:
        frame = draft.frame
        yield f"role_{filler.role}"
        yield self._way(frame, filler.word)
        if self._is_long(frame.head):
            yield "long_sentence"
        if draft.factuality != "actual":
            yield "not_actual"
        if filler.thing is None:
            yield "event_filler"
        else:
            yield from self._of_filler(filler.thing, filler.word)

    def _way(self, frame: Frame, word: int) -> str:
        """How the filler stands to the trigger in the tree: below it or its helper, or understood from elsewhere."""
        head = self._tree.head(self._tree.first_conjunct(word))
        if head == frame.head:
            return "direct"
        return "at_helper" if head is not None and (head == frame.helper or head in frame.words) else "understood"

    def _of_filler(self, thing: Thing, word: int) -> Iterator[str]:
        mention = thing.mention_at(word)
        form = mention.form if mention is not None else "description"
        yield f"form_{form}"
        if thing.kind in (None, "Thing"):
            yield "unknown_class"
        if len(thing.mentions) > _OFTEN:
            yield "often_mentioned"

    # Relations

    def _of_relation(self, relation: Relation) -> Iterator[str]:
        yield f"relation_{relation.predicate}"
        if relation.subject.named:
            yield "named_subject"
        if not isinstance(relation.filler, str) and relation.filler.named:
            yield "named_filler"
        if self._is_long(relation.word):
            yield "long_sentence"

    # Entities

    def _of_entity(self, thing: Thing) -> Iterator[str]:
        yield f"class_{thing.kind or 'Thing'}"
        yield "named" if thing.named else "unnamed"
        if len(thing.mentions) > _OFTEN:
            yield "often_mentioned"

    def _is_long(self, word: int) -> bool:
        """Whether the sentence of WORD is one in which parsers often err."""
        sentence = self._tree.sentence(word)
        return sentence.last - sentence.first >= _LONG
