"""What was found in an article, written as the values of `kg.model`, keys and all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.confidence import Judging
from kg.extract.drafts import Cluster, Draft
from kg.extract.labels import find_labels
from kg.extract.metonymy import Metonymy
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.model import (
    AUTHOR,
    Article,
    Assertion,
    Entity,
    EntityKey,
    Event,
    EventKey,
    Extraction,
    Mention,
    MentionKind,
)

_MEDIA: Final = find_words("media")


@dataclass(slots=True)
class Writer:
    """Turns what was found into the values of `kg.model`; what nothing speaks of is left out."""

    article: Article
    tree: Tree
    things: Things
    metonymy: Metonymy
    clusters: Sequence[Cluster]
    relations: Sequence[Relation]
    judging: Judging
    gazetteer: Gazetteer

    def write(self) -> Extraction:
        event_of = {draft.frame.head: i for i, cluster in enumerate(self.clusters) for draft in cluster.drafts}
        assertions = [*self._about_events(event_of), *self._about_things()]
        used = {a.subject for a in assertions} | {a.filler for a in assertions if a.filler is not None}
        entities = tuple(self._entities(used))
        return Extraction(
            article=self.article,
            sentences=self.tree.parse.sentences,
            entities=entities,
            events=tuple(self._event(i, cluster) for i, cluster in enumerate(self.clusters)),
            assertions=_keep_surest(assertions),
        )

    # Events

    def _event(self, number: int, cluster: Cluster) -> Event:
        anchors = {
            (d.frame.first, d.frame.last): self._mention(d.frame.first, d.frame.last, "anchor") for d in cluster.drafts
        }
        return Event(
            key=_event_key(number), kind=cluster.kind, anchors=tuple(anchors.values()),
            confidence=self.judging.of_event(cluster),
        )  # fmt: skip

    def _about_events(self, event_of: Mapping[int, int]) -> Iterator[Assertion]:
        for number, cluster in enumerate(self.clusters):
            key = _event_key(number)
            yield from self._values(key, cluster)
            agents = cluster.keys("agent")
            for draft in cluster.drafts:
                told = self.tree.sentence(draft.frame.head).index
                for filler in draft.fillers:
                    is_after = filler.role == "instrument"  # "They used mortars"
                    sentence = self.tree.sentence(filler.word).index if is_after else told
                    target: EntityKey | EventKey
                    if filler.thing is not None:
                        if filler.role in ("target", "counterpart") and filler.thing.number in agents:
                            continue  # two mentions of one event see the same party from two sides
                        if draft.tolls and filler.role == "target" and self._is_number(filler.thing):
                            continue  # "twelve were killed": the value tells how many, nothing tells who
                        target = _entity_key(filler.thing)
                    elif filler.frame is not None and filler.frame.head in event_of:
                        target = _event_key(event_of[filler.frame.head])
                    else:
                        continue
                    if target != key:
                        yield Assertion(
                            subject=key, predicate=filler.role, sentence=sentence, filler=target,
                            confidence=self.judging.of_role(cluster, draft, filler),
                        )  # fmt: skip

    def _is_number(self, thing: Thing) -> bool:
        """Whether nothing but a number is said of people: "at least twelve", not "twelve from the navy"."""
        mentions = [mention for mention in thing.mentions if mention.form != "pronoun"]
        return bool(mentions) and all(
            self.tree.tokens[mention.core].upos == "NUM" and mention.last == mention.core for mention in mentions
        )

    def _values(self, key: EventKey, cluster: Cluster) -> Iterator[Assertion]:
        lead = self._lead(cluster)
        sentence = self.tree.sentence(lead.frame.head).index
        yield Assertion(subject=key, predicate="factuality", sentence=sentence, value=lead.factuality)
        sources = self._sources(lead)
        if not sources and lead.factuality == "planned" and self.things.narrated:
            sources = [AUTHOR]  # what others intend is, in an opinion piece, its writer's judgement
        for source in sources:
            yield Assertion(subject=key, predicate="source", sentence=sentence, filler=source)
        dated = next((d for d in cluster.drafts if d.span is not None), None)
        if dated is not None and dated.span is not None:
            where = self.tree.sentence(dated.frame.head).index
            for name, value in (("begin", dated.span.begin), ("end", dated.span.end)):
                if value is not None:
                    yield Assertion(subject=key, predicate=name, sentence=where, value=value)
        yield from self._tolls(key, cluster, lead)

    def _tolls(self, key: EventKey, cluster: Cluster, lead: Draft) -> Iterator[Assertion]:
        """The numbers of victims, each in the sentence that states it: revised ones stand beside, with their source."""
        told: set[tuple[str, int]] = set()
        for draft in cluster.drafts:
            new = [toll for toll in draft.tolls if toll not in told]
            told |= set(new)
            where = self.tree.sentence(draft.frame.head).index
            for name, number in new:
                yield Assertion(subject=key, predicate=name, sentence=where, value=number)
            for source in self._sources(draft) if new and draft is not lead else ():
                yield Assertion(subject=key, predicate="source", sentence=where, filler=source)

    def _sources(self, draft: Draft) -> list[EntityKey]:
        """Those who say it, one or several together: "the army and the police said"."""
        words = self.tree.conjuncts(draft.source) if draft.source is not None else ()
        things = (self._source_at(word) for word in words)
        return [_entity_key(thing) for thing in things if thing is not None]

    def _source_at(self, word: int) -> Thing | None:
        thing = self.things.at(word)
        if thing is not None and thing.kind in ("Thing", None):
            if self.tree.lemma(word) == "source":
                thing.kind = "Population" if thing.plural else "Person"  # "two UN sources said"
            elif self.tree.lemma(word) in _MEDIA:
                thing.kind = "Organization"  # "state television said"
        if thing is None or thing.kind in ("Weapon", "Thing", "Agreement", None):
            return None
        if thing.kind in ("City", "Country"):
            thing = self.metonymy.government_at(thing, word)
        return thing if thing is not None and thing.kind not in ("Region", "Facility", "Place") else None

    def _lead(self, cluster: Cluster) -> Draft:
        """The mention that settles what is known of the whole event: the first that tells it as a fact, else the first.

        A noun that only takes it up tells nothing: "such an attack would be folly".
        """
        told = [d for d in cluster.drafts if not d.frame.is_anaphor]
        telling = (d for d in told if d.factuality == "actual" and (d is told[0] or self._is_telling(d)))
        return next(telling, told[0])

    def _is_telling(self, draft: Draft) -> bool:
        """Whether a later mention is more than an object or a phrase that names what was told before."""
        frame = draft.frame
        is_subject = self.tree.tokens[frame.head].dep.startswith("nsubj")
        says_more = any(self.tree.tokens[filler.word].xpos != "PRP$" for filler in draft.fillers)  # not "on his trip"
        return frame.pos == "v" or frame.helper is not None or is_subject or says_more or bool(draft.tolls)

    # Things

    def _about_things(self) -> Iterator[Assertion]:
        for relation in self.relations:
            sentence = self.tree.sentence(relation.word).index
            subject = _entity_key(relation.subject)
            if isinstance(relation.filler, str):
                yield Assertion(
                    subject=subject, predicate=relation.predicate, sentence=sentence, value=relation.filler,
                    confidence=self.judging.of_relation(relation),
                )  # fmt: skip
            else:
                yield Assertion(
                    subject=subject, predicate=relation.predicate, sentence=sentence,
                    filler=_entity_key(relation.filler), confidence=self.judging.of_relation(relation),
                )  # fmt: skip

    def _entities(self, used: set[EntityKey | EventKey]) -> Iterator[Entity]:
        for thing in self.things.all:
            key = _entity_key(thing)
            if not thing.mentions or (key not in used and (not thing.named or self._is_only_government(thing))):
                continue
            mentions = {(m.first, m.last): self._mention(m.first, m.last, m.form) for m in thing.mentions}
            labels = find_labels(self.tree, thing, self.gazetteer)
            yield Entity(
                key=key, kind=thing.kind or "Thing", label=labels.label, name=labels.name, named=thing.named,
                mentions=tuple(sorted(mentions.values(), key=lambda m: (m.start, m.end))),
                alt_labels=labels.others, confidence=self.judging.of_entity(thing),
            )  # fmt: skip

    def _is_only_government(self, thing: Thing) -> bool:
        """Whether a country is nowhere spoken of but as the government that acts in its name."""
        if thing.kind != "Country":
            return False
        acting = {
            (m.first, m.last)
            for t in self.things.all
            if t.country == thing.label
            for m in t.mentions
            if t.kind == "Government"
        }
        return all((m.first, m.last) in acting for m in thing.mentions)

    def _mention(self, first: int, last: int, form: MentionKind) -> Mention:
        """The stretch from token FIRST to token LAST, as far as it lies in one sentence."""
        last = min(last, self.tree.sentence(first).last)
        return Mention(
            start=self.tree.tokens[first].start, end=self.tree.tokens[last].end,
            sentence=self.tree.sentence(first).index,
            kind=form,
        )  # fmt: skip


def _keep_surest(assertions: Iterable[Assertion]) -> tuple[Assertion, ...]:
    """Each assertion once: of those that differ in nothing but their confidence, the surest."""
    kept: dict[Assertion, Assertion] = {}
    for assertion in assertions:
        key = replace(assertion, confidence=1.0)
        if key not in kept or kept[key].confidence < assertion.confidence:
            kept[key] = assertion
    return tuple(kept.values())


def _event_key(number: int) -> EventKey:
    return EventKey(f"v{number}")


def _entity_key(thing: Thing) -> EntityKey:
    return EntityKey(f"e{thing.number}")
