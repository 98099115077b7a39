"""The steps of extraction in order, and their results as one `Extraction`."""

from __future__ import annotations

from collections.abc import Sequence
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
from kg.extract.drafts import Draft
from kg.extract.endings import dissolve_endings, fold_aims
from kg.extract.factuality import FactualityFinder
from kg.extract.frames import FrameFinder
from kg.extract.identity import merge_drafts
from kg.extract.issuers import find_officials
from kg.extract.killers import add_killers
from kg.extract.kinds import HELD
from kg.extract.membership import find_members
from kg.extract.metonymy import Metonymy
from kg.extract.moments import Interval, date_frames
from kg.extract.names import find_names
from kg.extract.nations import find_adjectives
from kg.extract.nested import is_given
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
from kg.extract.things import Things
from kg.extract.ties import find_ties
from kg.extract.times import find_times
from kg.extract.tolls import TollFinder
from kg.extract.tree import Tree
from kg.extract.victimgroups import unify_victims
from kg.extract.victims import fold_victims, name_killings
from kg.extract.wholes import add_culprits, date_since, lend_agents, link_clusters, link_episodes
from kg.extract.writing import Writer
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import (
    Article,
    Extraction,
    Parse,
)
from kg.ontology import load_ontology

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
    _doubt_rumours(tree, drafts)
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
    return Writer(article, tree, things, metonymy, clusters, relations, judging, gazetteer).write()


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


def _doubt_rumours(tree: Tree, drafts: Sequence[Draft]) -> None:
    """Leave open what someone is accused of by no one in particular: "accused of arming the rebels", "of lootings".

    Who is accused of "the massacre" may not have done it, but it happened.
    """
    at = {draft.frame.head: draft for draft in drafts}
    for draft in drafts:
        if draft.kind != "Accusation" or any(filler.role == "agent" for filler in draft.fillers):
            continue
        for filler in draft.fillers:
            alleged = at.get(filler.frame.head) if filler.role == "topic" and filler.frame is not None else None
            if alleged is None or alleged.factuality != "actual":
                continue
            deed = alleged.frame.head
            is_known = is_given(tree, deed) or bool(tree.children(deed, "nmod:poss"))
            is_charge = filler.word in draft.frame.slots.get("of", ())
            if alleged.frame.pos == "v" or (is_charge and not is_known):
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
