"""The steps of extraction in order, and their results as one `Extraction`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kg.extract.anaphors import find_anaphors
from kg.extract.arms import add_arms
from kg.extract.attribution import SourceFinder
from kg.extract.bands import type_bands
from kg.extract.calendar import find_first_day, find_last_day
from kg.extract.casualties import add_casualties
from kg.extract.confidence import Judge, Judging, judge
from kg.extract.coreference import find_things
from kg.extract.doers import unify_doers
from kg.extract.drafts import Cluster, Draft
from kg.extract.endings import dissolve_endings, fold_aims
from kg.extract.factuality import FactualityFinder
from kg.extract.frames import FrameFinder
from kg.extract.identity import merge_drafts
from kg.extract.issuers import find_officials
from kg.extract.killers import add_killers
from kg.extract.kinds import HELD
from kg.extract.labels import find_labels
from kg.extract.membership import find_members
from kg.extract.metonymy import Metonymy
from kg.extract.moments import Interval, date_frames
from kg.extract.names import find_names
from kg.extract.nations import find_adjectives
from kg.extract.nominals import Nominal, find_nominals
from kg.extract.obligations import add_obligations
from kg.extract.ownside import OwnSides
from kg.extract.parties import part_parties
from kg.extract.relations import RelationFinder
from kg.extract.remains import add_remains
from kg.extract.repair import join_names, repair
from kg.extract.restated import merge_restated
from kg.extract.roles import RoleFinder
from kg.extract.scenes import unify_sites
from kg.extract.slots import SlotFinder
from kg.extract.spokesmen import let_speakers_act
from kg.extract.stated import find_stated
from kg.extract.things import Thing, Things
from kg.extract.ties import find_ties
from kg.extract.times import find_times
from kg.extract.titles import Relation
from kg.extract.tolls import TollFinder
from kg.extract.tree import Tree
from kg.extract.victimgroups import unify_victims
from kg.extract.victims import fold_victims, name_killings
from kg.extract.wholes import add_culprits, date_since, lend_agents, link_clusters, link_episodes
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.lexicon import load_lexicon
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
    Parse,
)
from kg.ontology import load_ontology

_MEDIA: Final = find_words("media")
_SPEECH: Final = ("VerbalConflict", "Statement", "Pledge", "Threat")


def extract(article: Article, parse: Parse, *, judge_fact: Judge = judge) -> Extraction:
    """What ARTICLE says, read from its PARSE; every offset points into the article's text.

    JUDGE_FACT tells the confidence of a fact from its features: by the shipped weights, unless new ones are fitted.
    """
    gazetteer, lexicon, ontology = load_gazetteer(), load_lexicon(), load_ontology()
    tree = Tree(repair(parse, lexicon, gazetteer), article.text)
    times = find_times(tree.tokens, article.text, article.published)
    taken = {i for time in times for i in range(time.first, time.last + 1)}
    names = find_names(tree, gazetteer)
    tree, names = part_parties(Tree(join_names(tree.parse, names, gazetteer), article.text), names, gazetteer)
    nominals = find_nominals(tree, names, gazetteer, taken=taken)
    slots = SlotFinder(tree, lexicon, gazetteer)
    speakers = SourceFinder(tree, slots, lexicon)
    kinds = _kinds_of(nominals, find_things(tree, nominals, gazetteer, speaker_of=speakers.of_word))
    kinds |= {i: "Country" for i in find_adjectives(tree, gazetteer) if i not in kinds}
    named = frozenset(i for name in names for i in range(name.first, name.last + 1))
    unsure = frozenset(name.head for name in names if name.kind == "City" and not name.known)
    frames = FrameFinder(
        tree, slots, lexicon, ontology, kinds.get, named=named, closed=named | frozenset(taken), unsure=unsure
    ).find()  # fmt: skip
    frames = add_casualties(add_obligations(frames, tree, slots, lexicon, kinds.get), tree)
    frames = add_killers(add_remains(frames, tree), tree, kinds.get)
    frames = tuple(sorted((*frames, *find_anaphors(tree, frames, closed=named | taken)), key=lambda f: f.head))
    events = {i for frame in frames for i in frame.words}
    things = find_things(tree, nominals, gazetteer, events=events, speaker_of=speakers.of_word)
    metonymy = Metonymy(tree, things, gazetteer, ontology)
    roles = RoleFinder(tree, frames, things, slots, metonymy, ontology=ontology, lexicon=lexicon, gazetteer=gazetteer)
    spoken = {kind for above in _SPEECH for kind in ontology.descendants(above)}
    speech = {f.head for f in frames if f.pos == "v" and f.kind in spoken}
    factuality = FactualityFinder(tree, lexicon, spoken=spoken)
    sources = SourceFinder(tree, slots, lexicon, speech=speech)
    spans = date_frames(tree, frames, times, lexicon)
    found = [(frame, roles.find(frame)) for frame in frames]
    tolls = TollFinder(tree, found, ontology)
    drafts = [
        Draft(
            frame=frame,
            factuality="actual" if frame.is_given else factuality.of_frame(roles.example_of(frame) or frame),
            source=sources.of_word(frame.head),
            fillers=fillers,
            span=spans.get(frame.head),
            tolls=tolls.find(frame, fillers),
        )
        for frame, fillers in found
    ]
    _doubt_rumours(drafts)
    _await(drafts, article.published)
    type_bands(tree, drafts, things, gazetteer, ontology)
    unify_victims(tree, drafts, things, ontology)
    unify_sites(tree, drafts, things, ontology)
    unify_doers(tree, drafts, things, ontology)
    let_speakers_act(tree, drafts, things, ontology)
    add_arms(tree, drafts, things, slots, ontology)
    name_killings(drafts, ontology)
    drafts = fold_aims(tree, dissolve_endings(tree, drafts, ontology), ontology)
    clusters = merge_drafts(
        tree, fold_victims(drafts, ontology, OwnSides(tree, drafts, things, ontology)), ontology, speaker_at=things.at
    )
    clusters = merge_restated(tree, clusters, ontology)
    link_clusters(tree, clusters, ontology)
    add_culprits(clusters, roles.assaults.find_culprits)
    lend_agents(tree, clusters, ontology)
    link_episodes(tree, clusters, ontology)
    date_since(tree, clusters)
    standing = RelationFinder(tree, things, metonymy, gazetteer, ontology).find()
    relations = (
        *standing,
        *find_officials(tree, things, metonymy, gazetteer, standing, speakers.of_word),
        *find_members(tree, things, metonymy, ontology),
        *find_stated(tree, things, ontology),
        *find_ties(tree, things, drafts, ontology),
    )
    judging = Judging(tree, lexicon, ontology, judge_fact)
    return _Writer(article, tree, things, metonymy, clusters, relations, judging, gazetteer).write()


def _await(drafts: Sequence[Draft], published: date | None) -> None:
    """Plan what is told for a day after the article was PUBLISHED: "talks begin on Friday", "flies off for talks"."""
    at = {draft.frame.head: draft for draft in drafts}
    for draft in drafts if published is not None else ():
        if draft.factuality != "actual" or not _is_ahead(draft.span, published):
            continue
        draft.factuality = "planned"
        for filler in draft.fillers:
            is_held = filler.role == "purpose" or (
                draft.kind in HELD | {"Opening"} and filler.role in ("topic", "target")
            )
            inner = at.get(filler.frame.head) if is_held and filler.frame is not None else None
            if inner is not None and inner.kind in HELD and inner.factuality == "actual" and inner.span is None:
                inner.factuality = "planned"


def _is_ahead(span: Interval | None, published: date | None) -> bool:
    """Whether SPAN begins after the day of PUBLISHED, or reaches beyond it from then on: "later this week"."""
    if span is None or span.begin is None or published is None:
        return False
    first = find_first_day(span.begin)
    is_onward = span.end is not None and find_last_day(span.end) > published
    return first > published or (first == published and is_onward)


def _doubt_rumours(drafts: Sequence[Draft]) -> None:
    """Leave open what someone is accused of by no one in particular: "has been accused of arming the rebels"."""
    at = {draft.frame.head: draft for draft in drafts}
    for draft in drafts:
        if draft.kind != "Accusation" or any(filler.role == "agent" for filler in draft.fillers):
            continue
        for filler in draft.fillers:
            alleged = at.get(filler.frame.head) if filler.role == "topic" and filler.frame is not None else None
            if alleged is not None and alleged.factuality == "actual" and alleged.frame.pos == "v":
                alleged.factuality = "possible"


def _kinds_of(nominals: Sequence[Nominal], things: Things) -> dict[int, str | None]:
    """The class of what each word heads the mention of; pronouns and "its allies" have that of the thing they mean."""
    kinds: dict[int, str | None] = {}
    for nominal in nominals:
        thing = things.find(nominal)
        is_later = nominal.form == "pronoun" or nominal.kind == "Organization"
        for word in (nominal.core, nominal.head):
            kinds[word] = thing.kind if thing is not None and is_later else nominal.kind
    return kinds


@dataclass(slots=True)
class _Writer:
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
