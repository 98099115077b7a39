"""Which buildings and vehicles that are attacked are those of before: "a bank in Kirkuk", in the lead "a bank" again.

A headline and its article each bring in what was hit as new. The two are one where noun and what is said of it agree,
and both are in one town; no other of before may be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extract.agreement import is_one_deed
from kg.extract.drafts import Draft, hand_over
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_SITES: Final = frozenset({"Facility", "Thing"})
_TOWNS: Final = frozenset({"City", "Facility", "Region"})
_OTHERS: Final = find_words("others")


@dataclass(frozen=True, slots=True)
class _Site:
    """A site as the words of one place tell it, and what was done to it."""

    thing: Thing
    draft: Draft
    lemma: str
    beside: frozenset[str]
    sentence: int


def unify_sites(tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
    """Make one those sites that DRAFTS of attacks tell twice; fillers and THINGS are changed in place."""
    known: list[_Site] = []
    for draft in sorted(drafts, key=lambda draft: draft.frame.head):
        if draft.factuality != "actual" or not ontology.is_a(draft.kind, "Attack"):
            continue
        for site in list(_sites_of(tree, draft)):
            alike = {one.thing.number: one for one in known if _may_be(one, site, ontology)}
            if len(alike) != 1:
                known.append(site)
                continue
            [one] = alike.values()
            if one.thing is site.thing:
                continue
            hand_over(drafts, site.thing, one.thing)
            things.join(one.thing, site.thing)


def _sites_of(tree: Tree, draft: Draft) -> Iterator[_Site]:
    for filler in draft.fillers_of("target"):
        thing = filler.thing
        mention = thing.mention_at(filler.word) if thing is not None else None
        if thing is None or mention is None or thing.named or thing.plural or thing.kind not in _SITES:
            continue
        words = {tree.lower(c) for c in tree.children(mention.head)}
        if mention.form != "description" or words & _OTHERS or tree.children(mention.core, "nummod"):
            continue
        beside = (c for c in tree.children(mention.core, "amod", "compound", "nmod") if c not in _where(draft))
        lemmas = frozenset(tree.lemma(c).lower() for c in beside)
        yield _Site(thing, draft, tree.lemma(mention.core).lower(), lemmas, tree.sentence(mention.head).index)


def _where(draft: Draft) -> set[int]:
    return {filler.word for filler in draft.fillers_of("place")}


def _may_be(known: _Site, site: _Site, ontology: Ontology) -> bool:
    """Whether noun, what is said beside it, the town, the day and the kind of attack agree."""
    if known.sentence == site.sentence or known.lemma != site.lemma or known.thing.kind != site.thing.kind:
        return False
    if not (known.beside <= site.beside or site.beside <= known.beside):
        return False
    one, other = known.draft, site.draft
    return ontology.are_kin(one.kind, other.kind) and bool(_towns(one) & _towns(other)) and is_one_deed(one, other)


def _towns(draft: Draft) -> set[int]:
    places = (filler.thing for filler in draft.fillers_of("place"))
    return {thing.number for thing in places if thing is not None and thing.named and thing.kind in _TOWNS}
