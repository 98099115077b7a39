"""Who did violence, told again: "two men shot the mayor ... the gunmen fled", "the kidnappers asked for a ransom".

People named by their deed are those who did the deed of that kind told last. Bands without a name of whom two places
tell that they harmed the same people are one, where number, names and what else is said of them agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.agreement import is_one_deed
from kg.extract.anaphors import load_doers
from kg.extract.bodies import find_modifiers
from kg.extract.drafts import Draft, hand_over
from kg.extract.kinds import BODIES
from kg.extract.nominals import Nominal
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.ontology import Ontology

_DEFINITE: Final = frozenset({"the", "these", "those"})
_POINTING: Final = _DEFINITE | {"this", "that"}
_TELLING_NOTHING: Final = find_words("doubting") | find_words("strangers")
"""Words before a noun that do not tell whom it means: "the unknown attackers"."""
_NEAR: Final = 3
"""Sentences within which people named by their deed are those who did the last one of its kind."""
_FAR: Final = 15
"""Sentences within which they are, if only one band did such deeds."""
_SOON: Final = 2
"""Sentences within which "the criminals" are who did violence last."""
_DEEDS: Final = 60
"""Deeds among which a band may look back for itself."""
_MEN: Final = find_words("men")
_VILLAINS: Final = find_words("villains")
_ANYONE: Final = find_words("anyone") | _VILLAINS | load_doers().keys() | _MEN
"""Nouns for people that do not tell what they are: another noun may be said of the same."""
_FIGHTERS: Final = find_words("fighters")
"""Nouns that tell who people are: the guerrillas spoken of need not be some unknown men told before."""
_FAMILIES: Final = {
    "Abduction": ("Abduction",),
    "Attack": ("Attack", "Killing", "Injury", "Assassination"),
    "Destruction": ("Destruction",),
}
_AGAIN: Final = frozenset({"again", "also", "another", "earlier", "later", "meanwhile", "previously"})
_BANDS: Final = frozenset({"ArmedGroup", "Population", "SecurityForce"})


def unify_doers(tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
    """Make one those who did the violence of DRAFTS and are the same; fillers and THINGS are changed in place."""
    _Unifier(tree, drafts, things, ontology).unify()


def _is_victim(thing: Thing) -> bool:
    """Whether THING is one person, or people who are told by their number: whom one deed befalls but once."""
    if thing.kind == "Person" and not thing.plural:
        return True
    is_people = thing.kind in ("Population", "SecurityForce", "Person") and not thing.named
    return is_people and any(m.count is not None for m in thing.mentions)


class _Unifier:
    def __init__(self, tree: Tree, drafts: Sequence[Draft], things: Things, ontology: Ontology) -> None:
        self._tree = tree
        self._drafts = drafts
        self._things = things
        self._ontology = ontology
        told = (d for d in drafts if d.factuality == "actual" and ontology.is_a(d.kind, "ViolentEvent"))
        self._told = sorted(told, key=lambda draft: draft.frame.head)

    def unify(self) -> None:
        for number, draft in enumerate(self._told):
            doers = [f.thing for f in draft.fillers_of("agent") if f.thing is not None]
            if len(doers) != 1 or self._family(draft.kind) is None:
                continue
            known = self._band_before(draft, doers[0], self._told[max(0, number - _DEEDS) : number])
            if known is not None:
                self._join(known, doers[0])
        for thing, mention in sorted(self._takers(), key=lambda pair: pair[1].first):
            doer = self._doer_before(thing, mention)
            if doer is not None:
                self._join(doer, thing)

    # Bands told to have done the same

    def _band_before(self, draft: Draft, band: Thing, before: Sequence[Draft]) -> Thing | None:
        """The band told BEFORE to have harmed the same or made the attack that DRAFT takes up, if BAND may be it."""
        for earlier in reversed(before):
            doers = [f.thing for f in earlier.fillers_of("agent") if f.thing is not None]
            if len(doers) != 1 or self._family(earlier.kind) != self._family(draft.kind):
                continue
            is_same = self._hit_same(earlier, draft) or self._is_taken_up(earlier, draft)
            if is_same and is_one_deed(earlier, draft) and self._is_band_again(doers[0], band):
                return doers[0]
        return None

    def _hit_same(self, earlier: Draft, draft: Draft) -> bool:
        """Whether both befall the same person or counted people, or the same place or body soon after."""
        known = {f.number for f in earlier.fillers_of("target") if f.thing is not None}
        again = [f.thing for f in draft.fillers_of("target") if f.thing is not None and f.number in known]
        is_again = any(self._tree.lower(c) in _AGAIN for c in self._tree.children(draft.frame.head, "advmod", "det"))
        return any(_is_victim(thing) for thing in again) or (
            bool(again) and not is_again and self._distance(earlier, draft) <= _NEAR
        )

    def _is_taken_up(self, earlier: Draft, draft: Draft) -> bool:
        """Whether DRAFT is "the attack", said of what was told last before it."""
        tree, head = self._tree, draft.frame.head
        is_definite = any(tree.lower(c) in _POINTING for c in tree.children(head, "det"))
        targets = draft.keys("target")
        is_same = not targets or bool(targets & earlier.keys("target"))
        is_kin = self._ontology.are_kin(earlier.kind, draft.kind)
        return draft.frame.pos == "n" and is_definite and is_same and is_kin and self._distance(earlier, draft) <= _NEAR

    def _distance(self, one: Draft, other: Draft) -> int:
        return self._tree.sentence(other.frame.head).index - self._tree.sentence(one.frame.head).index

    def _family(self, kind: str) -> str | None:
        """The kind of harm: who is shot may have been killed."""
        return next((f for f, kinds in _FAMILIES.items() if any(self._ontology.is_a(kind, k) for k in kinds)), None)

    def _is_band_again(self, known: Thing, band: Thing) -> bool:
        """Whether BAND may be KNOWN: neither has a name, and what is said of each may be said of both."""
        if band is known or known.named or band.named:
            return False
        kinds = {band.kind, known.kind}
        if known.plural != band.plural or not kinds <= _BANDS | {"Person"} or (not band.plural and len(kinds) > 1):
            return False
        counts = [{m.count for m in thing.mentions} - {None} for thing in (known, band)]
        names = [self._names_in(thing) for thing in (known, band)]
        if (all(counts) and not counts[0] & counts[1]) or (all(names) and names[0] != names[1]):
            return False
        lemmas = [{self._tree.lemma(m.core) for m in t.mentions if m.form != "pronoun"} for t in (known, band)]
        are_members = all(names) and any("member" in own for own in lemmas)
        is_any = any(not own - _ANYONE for own in lemmas) or all(not own - _FIGHTERS - _ANYONE for own in lemmas)
        return bool(lemmas[0] & lemmas[1]) or is_any or are_members

    def _names_in(self, thing: Thing) -> set[int]:
        """The named bodies in the mentions of THING: the FARC in "FARC guerrillas"."""
        inside = {self._things.at(c) for m in thing.mentions for c in self._tree.subtree(m.core) if c != m.core}
        return {t.number for t in inside if t is not None and t.named and t.kind in BODIES}

    # People told as those spoken of

    def _takers(self) -> Iterator[tuple[Thing, Nominal]]:
        """The things that first are told as known ones: "the attackers", "his kidnappers", "the gunmen"."""
        for thing in self._things.all:
            mention = thing.mentions[0] if thing.mentions else None
            if mention is None or thing.named or mention.form != "description":
                continue
            noun = self._tree.lemma(mention.core)
            if noun not in load_doers().keys() | _FIGHTERS | _MEN | _VILLAINS:
                continue
            victims = list(self._victims(mention)) if noun in load_doers() else []
            is_known = any(self._tree.lower(c) in _DEFINITE for c in self._tree.children(mention.head))
            after = [c for c in self._tree.children(mention.core, "nmod", "acl") if c > mention.core]
            is_told = any(not self._tree.is_set_off(c) for c in after if c not in victims)
            if (is_known or victims) and not is_told:
                yield thing, mention

    def _victims(self, mention: Nominal) -> Iterator[int]:
        """Whose attackers or killers MENTION speaks of: "his captors", "the killers of the judge"."""
        for child in self._tree.children(mention.core, "nmod:poss", "nmod"):
            if self._tree.is_label(child, "nmod:poss") or self._tree.preposition(child) == "of":
                yield child

    def _doer_before(self, thing: Thing, mention: Nominal) -> Thing | None:
        """The one whom MENTION means by what he did or is."""
        noun = self._tree.lemma(mention.core)
        doer = self._doer_of_deed(thing, mention) if noun in load_doers() else self._last_band(thing, mention)
        if doer is None or any(f.thing is doer for draft in self._told for f in draft.fillers_of("target")):
            return None  # who was a victim himself may be of the other side
        victims = {self._tree.lemma(word) for word in self._victims(mention)}
        is_new = not find_modifiers(self._tree, mention) <= _TELLING_NOTHING | victims
        names = self._names_in(thing)
        if is_new and (not names or names != self._names_in(doer)):
            return None
        return doer if self._may_be(doer, mention) else None

    def _last_band(self, thing: Thing, mention: Nominal) -> Thing | None:
        """The band without a name that did the last violence told, if MENTION may be said of it."""
        here = self._tree.sentence(mention.first).index
        acts = any(f.thing is thing for draft in self._told for f in draft.fillers_of("agent"))
        if not mention.plural or (self._tree.lemma(mention.core) in _MEN and not acts):
            return None
        for draft in reversed(self._told):
            doers = [f.thing for f in draft.fillers_of("agent") if f.thing is not None]
            if draft.frame.head > mention.first or not doers or thing in doers:
                continue
            latest = next(self._things.mentions_before(mention, doers[0]), None)
            is_near = latest is not None and here - self._tree.sentence(latest.first).index <= _SOON
            is_own = any(f.thing is thing for f in draft.fillers)
            is_one = len(doers) == 1 and not self._ontology.is_a(draft.kind, "Clash")  # in which two sides fight
            if not is_one or not is_near or is_own or not self._is_band_again(doers[0], thing):
                return None
            is_known = any(self._tree.lemma(m.core) in _FIGHTERS | _VILLAINS for m in doers[0].mentions)
            return doers[0] if is_known or self._tree.lemma(mention.core) not in _FIGHTERS else None
        return None

    def _doer_of_deed(self, thing: Thing, mention: Nominal) -> Thing | None:
        """The one who did the deed that MENTION names THING by, as told before it."""
        here = self._tree.sentence(mention.first).index
        victims = [self._things.at(word) for word in self._victims(mention)]
        found: dict[int, Thing] = {}
        for draft in reversed(self._told):
            back = here - self._tree.sentence(draft.frame.head).index
            if draft.frame.head > mention.first or back > _FAR or not self._is_deed_of(draft, thing, mention):
                continue
            if victims and not any(f.thing in victims for f in draft.fillers_of("target") if f.thing is not None):
                continue
            found |= {f.number: f.thing for f in draft.fillers_of("agent") if f.thing is not None}
            if back <= _NEAR and found:
                break
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_deed_of(self, draft: Draft, thing: Thing, mention: Nominal) -> bool:
        """Whether DRAFT is of the kind that MENTION names THING by, and not done to the like of it."""
        noun = self._tree.lemma(mention.core)
        is_kind = any(self._ontology.is_a(draft.kind, kind) for kind in load_doers()[noun])
        is_own = any(filler.thing is thing for filler in draft.fillers)
        targets = ((f.thing.mention_at(f.word), f.word) for f in draft.fillers_of("target") if f.thing is not None)
        words = (target.core if target is not None else word for target, word in targets)
        return is_kind and not is_own and all(self._tree.lemma(word) != noun for word in words)

    def _may_be(self, doer: Thing, mention: Nominal) -> bool:
        """Whether number and class allow that DOER is meant."""
        if not mention.plural:
            return doer.kind == "Person" and not doer.plural
        counts = {m.count for m in doer.mentions} - {None}
        is_number = mention.count is None or not counts or mention.count in counts
        is_many = doer.kind in _BANDS and (doer.plural or doer.kind == "ArmedGroup")
        return is_many and is_number

    def _join(self, known: Thing, gone: Thing) -> None:
        hand_over(self._drafts, gone, known)
        if known.kind == "Population" and gone.kind == "ArmedGroup":
            known.kind = gone.kind
        self._things.join(known, gone)
