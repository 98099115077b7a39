"""From mentions to things: which names, descriptions and pronouns of an article stand for one thing.

Names come first, then descriptions that are names in all but spelling, appositions, definite descriptions, pronouns.
Each later step only joins what the earlier ones made, and joins nothing where number, class or distance speak against
it: two things taken for one cost more than one thing taken for two.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final

from kg.extract.bodies import BodyFinder, find_modifiers, is_opposed, is_several
from kg.extract.explosives import find_explosive
from kg.extract.issuers import IssuerFinder
from kg.extract.kinds import BODIES, PLACES
from kg.extract.namings import find_naming
from kg.extract.nominals import Nominal
from kg.extract.pronouns import FIRST_PLURAL, PronounResolver, is_quoted
from kg.extract.takings import cannot_take_up
from kg.extract.things import Thing, Things
from kg.extract.tree import Tree
from kg.gazetteer import Gazetteer
from kg.keys import to_key

_GROUPS: Final = BODIES | {"Population"}
_ANAPHORIC: Final = frozenset("the this that these those its their his her".split())
_UNNAMED: Final = frozenset({"ArmedGroup", "SecurityForce", "Organization"})
_NAMEABLE: Final = BODIES | {None, "Thing", "Population"}
_SETTING_OFF: Final = frozenset({",", '"', "''", "”", "--", "–", "—"})
_OPEN: Final = (None, "Thing", "Population", "Organization")
"""Classes that pipelines give to the names of bodies they do not know."""
_POINTING: Final = frozenset({"the", "these", "those"})
_JOINED: Final = frozenset({"Organization", "InternationalOrganization"})
_WEAPONS: Final = frozenset({None, "Weapon"})  # "an explosive device ... the device"
_FAR: Final = 30
"""Sentences after which a phrase without a name takes nothing up any more."""

_OTHERS: Final = frozenset(
    "another other more many some several few any no each every different new further additional most".split()
)
_NOT: Final = frozenset("not n't n’t never no neither hardly if whether like".split())
_TELLING: Final = frozenset({"call", "codename", "dub", "entitle", "know", "name"})
"""Verbs of clauses that tell which of its kind is meant, also after a comma: "the ranch, known as Los Pinos,"."""
_MASSES: Final = frozenset({"Population", "Person"})
"""Classes whose bare plurals ("people", "students") speak of others each time."""

_ALLIES: Final = frozenset({"ally", "partner"})
_KINDS_OF_ALLIES: Final = {
    "Country": "Government", "Government": "Government", "InternationalOrganization": "Government",
    "SecurityForce": "ArmedGroup", "ArmedGroup": "ArmedGroup", "Person": "Population",
}  # fmt: skip

_SPELT_OUT: Final = {
    "brig": "brigadier", "capt": "captain", "cmdr": "commander", "col": "colonel", "gen": "general", "gov": "governor",
    "lt": "lieutenant", "maj": "major", "sen": "senator", "sgt": "sergeant",
}  # fmt: skip
"""Titles before names by what their bearers are called without a name."""

_FIRST_SINGULAR: Final = frozenset("i me my mine myself".split())


def find_things(
    tree: Tree, nominals: Iterable[Nominal], gazetteer: Gazetteer,
    *, events: Collection[int] = (), speaker_of: Callable[[int], int | None] = lambda word: None,
) -> Things:  # fmt: skip
    """The things that NOMINALS mention; words in EVENTS mention events and are left out.

    SPEAKER_OF tells for a word who is said to say it.
    """
    finder = _Finder(tree, gazetteer, speaker_of)
    kept = [n for n in nominals if n.core not in events and n.head not in events]
    for nominal in kept:
        if nominal.form == "name" or (nominal.canonical is not None):
            finder.add_name(nominal)
    pending = [n for n in kept if finder.things.find(n) is None]
    pending.sort(key=lambda n: n.form == "pronoun" and n.label.lower() in _FIRST_SINGULAR)  # who speaks may come later
    for nominal in pending:
        finder.add_other(nominal)
    for thing in finder.things.all:
        thing.mentions.sort(key=lambda nominal: (nominal.first, nominal.last))
        finder.type_allies(thing)
    return finder.things


class _Finder:
    def __init__(self, tree: Tree, gazetteer: Gazetteer, speaker_of: Callable[[int], int | None]) -> None:
        self.tree = tree
        self._speaker_of = speaker_of
        self.gazetteer = gazetteer
        self.things = Things()
        self._pronouns = PronounResolver(tree, self.things, gazetteer)
        self._named: dict[tuple[str, str], Thing] = {}
        self._bodies = BodyFinder(tree, self.things, gazetteer, self._named)
        self._issuers = IssuerFinder(tree, self.things)
        self.things.narrated = any(
            token.text.lower() in _FIRST_SINGULAR
            and token.upos == "PRON"
            and not is_quoted(tree, token.i)
            and speaker_of(token.i) is None
            for token in tree.tokens
        )

    # Names

    def add_name(self, nominal: Nominal) -> None:
        """A name joins the thing of its label and kind of class; places and those who act stay apart."""
        kind = nominal.kind or "Thing"
        if nominal.form == "description" and nominal.name is None:
            kind = "Government" if kind == "Government" else "City" if kind in PLACES else kind
        key = (to_key(nominal.canonical or nominal.label), "place" if kind in PLACES else "actor")
        thing = self._named.get(key)
        if thing is None:
            thing = self.things.add(nominal, named=True)
            self._named[key] = thing
        else:
            self.things.add(nominal, thing)

    def type_allies(self, thing: Thing) -> None:
        """Take the allies of a state for states, those of a force or group for bodies under arms; its units for it."""
        first = thing.mentions[0]
        if thing.kind == "SecurityForce" and not thing.named:
            own = (self.things.at(word) for word in self.tree.children(first.core, "nmod:poss"))
            if any(owner is not None and owner.kind == "ArmedGroup" for owner in own):
                thing.kind = "ArmedGroup"  # "our units"
        if thing.named or not first.plural or self.tree.lemma(first.core) not in _ALLIES:
            return
        owners = self.tree.children(first.core, "nmod:poss")
        owner = self.things.at(owners[0]) if owners else None
        if owner is not None:
            thing.kind = _KINDS_OF_ALLIES.get(owner.kind or "", thing.kind)

    # Descriptions and pronouns

    def add_other(self, nominal: Nominal) -> None:
        """A description or pronoun joins what it takes up, or begins a thing; a pronoun never begins one."""
        if nominal.form == "pronoun" or self.tree.tokens[nominal.core].upos == "PRON":
            thing = self._referent_of_pronoun(nominal) if nominal.form == "pronoun" else self._whole_of(nominal)
            if thing is not None:
                self.things.add(nominal, thing)
            return
        thing = self._by_apposition(nominal) or self._by_naming(nominal)
        thing = thing or self._by_predication(nominal) or self._by_identity(nominal)
        self.things.add(nominal, thing or self._by_description(nominal))

    def _by_apposition(self, nominal: Nominal) -> Thing | None:
        """In "Ain Issa, a town in Syria" both are one; so are "a spokesman" and "Davis" in "Davis, a spokesman"."""
        tree = self.tree
        if tree.is_label(nominal.head, "appos"):
            other = self.things.at(tree.tokens[nominal.head].head)
            if other is not None and (
                self._agree(other, nominal) or (nominal.kind is None and self._is_set_off(nominal))
            ):
                return other
            before = self.tree.tokens[nominal.first - 1].text if nominal.first > 0 else ""
            is_beside = other is not None and other.kind in _OPEN and before in _SETTING_OFF
            if other is not None and is_beside and self._is_called(other, nominal):
                return other
        for child in (c for word in {nominal.head, nominal.core} for c in tree.children(word, "appos", "flat")):
            other = self.things.at(child)
            if other is not None and other.named and self._agree(other, nominal) and self._is_title(nominal, child):
                return other
        return None

    def _by_naming(self, nominal: Nominal) -> Thing | None:
        """The named thing that one body is told to be, whatever its name looks like: "a militia, the Eagles,"."""
        if nominal.plural or nominal.kind not in _UNNAMED:
            return None
        called = (self.things.at(word) for word in find_naming(self.tree, nominal.core))
        return next((thing for thing in called if thing is not None and self._is_called(thing, nominal)), None)

    def _is_called(self, thing: Thing, nominal: Nominal) -> bool:
        """Whether the name of THING may be that of the one body NOMINAL; of a name in no list it tells the class."""
        if not thing.named or thing.kind not in _NAMEABLE or nominal.plural or nominal.kind not in _UNNAMED:
            return False
        if nominal.kind == "ArmedGroup" and all(m.name is None or not m.name.known for m in thing.mentions):
            thing.kind = nominal.kind
        return True

    def _is_set_off(self, nominal: Nominal) -> bool:
        """Whether a singular phrase stands between commas: what no class is known of has the class of its name."""
        tree = self.tree
        before = tree.tokens[nominal.first - 1].text if nominal.first > 0 else ""
        return not nominal.plural and before == "," and bool(tree.children(nominal.head, "det", "nmod:poss"))

    def _by_predication(self, nominal: Nominal) -> Thing | None:
        """What a description is said to be: "Davis was a spokesman"; not where that is denied, asked or to come."""
        tree, head = self.tree, nominal.head
        if not tree.children(head, "cop") or tree.children(head, "aux", "case") or nominal.count is not None:
            return None
        if any(tree.lower(c) in _NOT for c in tree.children(head, "advmod", "det", "mark")):
            return None
        things = {self.things.at(subject) for subject in tree.children(head, "nsubj")}
        thing = next(iter(things)) if len(things) == 1 else None
        return thing if thing is not None and thing.named and self._agree(thing, nominal) else None

    def _by_identity(self, nominal: Nominal) -> Thing | None:
        """The person whom one is said to be by name: "the leader of the group is Omar Diallo"."""
        tree = self.tree
        name = tree.head(nominal.head) if tree.is_label(nominal.head, "nsubj") else None
        if name is None or nominal.kind != "Person" or nominal.plural or not nominal.definite:
            return None
        if not tree.children(name, "cop") or tree.children(name, "aux", "case", "mark", "conj"):
            return None
        if any(tree.lower(c) in _NOT for c in tree.children(name, "advmod", "det")):
            return None
        thing = self.things.at(name)
        is_name = thing is not None and thing.named and any(m.form == "name" and m.head == name for m in thing.mentions)
        return thing if thing is not None and is_name and thing.kind == "Person" else None

    def _is_title(self, nominal: Nominal, name: int) -> bool:
        """Whether NAME is what the description right before it is called: "militant group Boko Haram"."""
        return nominal.kind == "Person" or min(self.tree.subtree(name)) == nominal.core + 1

    def _agree(self, thing: Thing, nominal: Nominal) -> bool:
        if nominal.kind is None or thing.kind is None:
            return False
        if thing.kind == "Person" or nominal.kind == "Person":
            return thing.kind == nominal.kind and thing.plural == nominal.plural
        if thing.kind in PLACES or nominal.kind in PLACES:
            return thing.kind in PLACES and nominal.kind in PLACES
        is_any = nominal.kind == "Organization" and thing.kind in _GROUPS
        return thing.kind == nominal.kind or is_any or {thing.kind, nominal.kind} == _JOINED

    def _by_description(self, nominal: Nominal) -> Thing | None:
        """What a description takes up; never what is an argument of its own verb ("Hamas armed the rebels")."""
        thing = self._taken_up(nominal)
        if thing is None or thing.number in set(self._pronouns.beside(nominal.head)):
            return None
        if cannot_take_up(self.tree, self.things, self.gazetteer, nominal, thing):
            return None
        return None if is_opposed(self.tree, self.things, nominal, thing) else thing

    def _taken_up(self, nominal: Nominal) -> Thing | None:
        same = self._same_words(nominal)
        if same is not None:
            return same
        if nominal.count is not None:
            return self._counted(nominal)
        if not self._is_anaphoric(nominal):
            return None
        lemma = self.tree.lemma(nominal.core)
        candidates = self._before(nominal)
        modifiers = find_modifiers(self.tree, nominal)
        for thing in candidates:
            if self._takes_up(thing, nominal, lemma, modifiers):
                return thing
        explosive = find_explosive(self.tree, candidates, nominal, modifiers)
        return explosive or self._bodies.find(candidates, nominal, modifiers)

    def _counted(self, nominal: Nominal) -> Thing | None:
        """The one thing that "the two soldiers" may be: so many soldiers, told before."""
        if not any(self.tree.lower(c) in _POINTING for c in self.tree.children(nominal.head, "det")):
            return None
        if self._is_other(nominal) or self._narrowing(nominal):
            return None
        lemma, modifiers = self.tree.lemma(nominal.core), find_modifiers(self.tree, nominal)
        found = [
            thing
            for thing in self._before(nominal)
            if not thing.named
            and thing.kind == nominal.kind
            and any(
                mention.count == nominal.count and self.tree.lemma(mention.core) == lemma
                for mention in self.things.mentions_before(nominal, thing)
            )
        ]
        is_clear = len(found) == 1 and any(
            modifiers <= find_modifiers(self.tree, mention) for mention in found[0].mentions
        )
        return found[0] if is_clear else find_explosive(self.tree, self._before(nominal), nominal, modifiers)

    def _same_words(self, nominal: Nominal) -> Thing | None:
        """The thing that was called the same before, if a plural or a definite phrase calls it so again."""
        if nominal.count is not None or not (nominal.plural or nominal.definite):
            return None
        is_bare = nominal.kind in _MASSES and not self._is_definite(nominal)
        if self._is_other(nominal):
            return None
        key = to_key(nominal.label)
        narrowed = self._narrowing(nominal)
        for thing in self._before(nominal, back=1 if is_bare else _FAR):
            if thing.named or thing.kind != nominal.kind:
                continue
            if nominal.plural and not self._is_definite(nominal) and any(m.count is not None for m in thing.mentions):
                continue  # "three soldiers were killed ... soldiers burned the village"
            for mention in thing.mentions:
                is_same = to_key(mention.label) == key and self._is_same_number(mention, nominal)
                if is_same and narrowed <= self._narrowing(mention) and self._owner(mention) == self._owner(nominal):
                    return thing
        return None

    def _is_same_number(self, one: Nominal, other: Nominal) -> bool:
        """Whether both are singular or plural; what is spelt alike is, whatever the tagger says ("police")."""
        return one.plural == other.plural or self.tree.lower(one.core) == self.tree.lower(other.core)

    def _is_other(self, nominal: Nominal) -> bool:
        """Whether the phrase says that it speaks of others or of some: "more refugees", "another bomb"."""
        words = {self.tree.lower(c) for c in self.tree.children(nominal.head, "det", "amod", "advmod")}
        return bool(words & _OTHERS)

    def _is_definite(self, nominal: Nominal) -> bool:
        return nominal.definite or bool(self.tree.children(nominal.core, "nmod:poss"))

    def _narrowing(self, nominal: Nominal) -> frozenset[str]:
        """The words after the noun that tell which of its kind is meant: "the monastery of Phbow"."""
        after = (c for c in self.tree.children(nominal.core, "nmod", "acl") if c > nominal.last)
        return frozenset(self.tree.lemma(c) for c in after if not self._is_aside(c))

    def _is_aside(self, word: int) -> bool:
        """Whether a clause is told beside its noun and narrows nothing: "the bomb, which weighed ten kilos"."""
        is_beside = self.tree.is_label(word, "acl") and self.tree.is_set_off(word)
        return is_beside and self.tree.lemma(word) not in _TELLING

    def _owner(self, nominal: Nominal) -> str | None:
        owners = self.tree.children(nominal.core, "nmod:poss")
        if not owners:
            return None
        thing = self.things.at(owners[0])
        return thing.label if thing is not None else self.tree.lower(owners[0])

    def _is_anaphoric(self, nominal: Nominal) -> bool:
        words = {self.tree.lower(c) for c in self.tree.children(nominal.head, "det", "nmod:poss")}
        is_bare_party = self.tree.is_label(nominal.head, "compound")  # "a rebel attack": the rebels spoken of
        return (bool(words & _ANAPHORIC) or is_bare_party) and not any(
            c > nominal.core and not self._is_aside(c) for c in self.tree.children(nominal.core, "nmod", "acl")
        )

    def _before(self, nominal: Nominal, *, back: int = _FAR) -> list[Thing]:
        """The things mentioned in the BACK sentences before NOMINAL and in its own, the latest first.

        In "two rebels died in a rebel attack" the attack is not by those two.
        """
        here = self.tree.sentence(nominal.first).index
        found = self.things.before(nominal, since=self.tree.parse.sentences[max(0, here - back)].first)
        if nominal.kind != "ArmedGroup" or not self.tree.is_label(nominal.head, "compound"):
            return found
        start = self.tree.sentence(nominal.first).first
        return [t for t in found if all(m.count is None or m.first < start for m in t.mentions)]

    def _takes_up(self, thing: Thing, nominal: Nominal, lemma: str, modifiers: frozenset[str]) -> bool:
        """Whether "the office" is the office of before: same noun, none of its modifiers new."""
        kinds = {thing.kind, nominal.kind}
        is_one_kind = len(kinds) == 1 or kinds <= PLACES or kinds <= _WEAPONS
        if not is_one_kind and not (thing.named and kinds <= BODIES):
            return False
        if kinds == {"ArmedGroup", "SecurityForce"}:
            return False  # "the army" is not the Lord's Resistance Army
        owners = self.tree.children(nominal.core, "nmod:poss")
        are_many = thing.named and is_several(self.tree, self.gazetteer, nominal)
        for mention in thing.mentions:
            if (
                are_many
                or mention.last >= nominal.first
                or (mention.plural != nominal.plural and mention.form != "name")
            ):
                continue
            if mention.form == "description" and self.tree.lemma(mention.core) == lemma:
                known = find_modifiers(self.tree, mention)
                if modifiers <= known and (not owners or self._owner(mention) in (None, self._owner(nominal))):
                    return True
            if mention.form != "name" or modifiers:
                continue
            if lemma in {word.lower() for word in mention.label.split()}:
                return " " in mention.label
            title = self.tree.lemma(mention.first - 1).rstrip(".") if mention.first > 0 else ""
            if lemma in (title, _SPELT_OUT.get(title)):  # "President Karzai", "the president"; "Gen. Haddad"
                return True
            if lemma == "premier" and title == "minister" and self.tree.lower(mention.first - 2) == "prime":
                return True
        return False

    # Pronouns

    def _whole_of(self, nominal: Nominal) -> Thing | None:
        """Of what a part is told by a pronoun: the villages in "two of them" and "villages, two of which burned"."""
        pronoun = nominal.core
        text = self.tree.tokens[pronoun].text
        if text.lower() not in ("which", "whom"):
            return self._referent_of_pronoun(replace(nominal, first=pronoun, last=pronoun, form="pronoun", label=text))
        clause = next(
            (a for a in self.tree.ancestors(pronoun) if self.tree.is_label(a, "acl:relcl", "parataxis")), None
        )
        return self.things.at(self.tree.tokens[clause].head) if clause is not None else None

    def _referent_of_pronoun(self, nominal: Nominal) -> Thing | None:
        word = nominal.label.lower()
        if word in FIRST_PLURAL:
            return self._issuers.find(nominal, self._before(nominal))
        if word in _FIRST_SINGULAR:
            return self._speaking(nominal)
        return self._pronouns.find(nominal)

    def _speaking(self, nominal: Nominal) -> Thing | None:
        """Who says "I": the one person who is said to say the words."""
        speaker = self._speaker_of(nominal.head)
        thing = self.things.at(speaker) if speaker is not None else None
        return thing if thing is not None and thing.kind == "Person" and not thing.plural else None
