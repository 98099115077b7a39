"""Who does something as part of a body, and so belongs to it: "Chad works as part of the coalition"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.extract.kinds import ACTORS, BODIES, MEMBERS, PLACES
from kg.extract.metonymy import Metonymy
from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.ontology import Ontology

_PARTS: Final = frozenset({"part", "member"})


def find_members(tree: Tree, things: Things, metonymy: Metonymy, ontology: Ontology) -> Iterator[Relation]:
    """Those who are told to act "as part of" or "as a member of" a body, as its members."""
    for token in tree.tokens:
        if tree.lemma(token.i) not in _PARTS or tree.preposition(token.i) != "as":
            continue
        for word in tree.children(token.i, "nmod"):
            body = things.at(word) if tree.preposition(word) == "of" else None
            one = _doer(tree, things, metonymy, token.i)
            if one is None or body is None or body is one or body.kind not in BODIES - {"Government"}:
                continue
            if ontology.allows(one.kind or "Thing", "memberOf", body.kind):
                yield Relation(one, "memberOf", body, word)


def _doer(tree: Tree, things: Things, metonymy: Metonymy, part: int) -> Thing | None:
    """Who is PART of something: the noun that it stands behind, or the one subject of its verb."""
    above = tree.head(part)
    if above is None:
        return None
    is_verb = tree.is_verb(above) or bool(tree.children(above, "cop"))
    subjects = tree.children(above, "nsubj") if is_verb and not tree.is_passive(above) else ()
    while is_verb and not subjects and tree.is_label(above, "xcomp", "conj"):
        above = tree.tokens[above].head
        subjects = tree.children(above, "nsubj") if not tree.is_passive(above) else ()
    objects = [things.at(c) for c in tree.children(tree.head(part) or 0, "obj")] if is_verb else []
    if any(one is not None and one.kind in (*ACTORS, "Country") for one in objects):
        return None  # "regards Mali as part of the union"
    word = subjects[0] if len(subjects) == 1 else None if is_verb else above
    if word is None or len(tree.conjuncts(tree.first_conjunct(word))) > 1:
        return None
    thing = things.at(word)
    if thing is not None and thing.kind in PLACES:
        return metonymy.government_at(thing, word)
    return thing if thing is not None and thing.kind in MEMBERS else None
