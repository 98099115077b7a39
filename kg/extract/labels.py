"""What a thing is called: the name for its IRI, and the label and other names as the article writes them.

One body has one name in all articles, whatever each calls it; but a reader of an article looks for its own words. A
group of people without a name is called by how many they are: "two men" are others than "three men".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extract.counts import SOME_OF
from kg.extract.definitions import words_of
from kg.extract.kinds import BODIES
from kg.extract.nominals import Nominal
from kg.extract.quantities import read_number
from kg.extract.spelling import to_name
from kg.extract.things import Thing
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer, NameEntry
from kg.keys import is_acronym, strip_name, to_key
from kg.shadow import is_common
from kg.slugs import fold

_WRITTEN: Final = BODIES - {"Government"}
"""Classes of bodies that go by several names; a government has its label from its country."""
_COUNTED: Final = frozenset({"Person", "Population", "ArmedGroup", "SecurityForce"})
"""Classes of people whose number is part of what they are called."""
_CONTEXTUAL: Final = find_words("contextual")
_FORCES: Final = find_words("forces_of_weapons")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """LABEL is the best name in the article, NAME the one for all articles, OTHERS what this one calls it besides."""

    label: str
    name: str
    others: tuple[str, ...]


def find_labels(tree: Tree, thing: Thing, gazetteer: Gazetteer) -> Labels:
    """The names of THING: of a body, the article's own best one, which is the shared name where the article has it."""
    name = _as_written(thing)
    if not thing.named:
        described = _describe(tree, thing, gazetteer)
        number = _number_of(tree, thing) if not any(word[0].isdigit() for word in described.split()) else []
        return Labels(label=" ".join([*number, described]), name=name, others=(described,) if number else ())
    label = name
    if thing.kind in _WRITTEN:
        forms = dict.fromkeys(_spell(tree, mention, gazetteer) for mention in _name_mentions(tree, thing))
        if forms and to_key(name) not in map(to_key, forms):
            known = _words_known(gazetteer.type_name(name))
            label = max(forms, key=lambda form: (words_of(form) in known, _fullness(form)))  # no "Maoist Army of ..."
    others = {" ".join(_surface(mention).split()) for mention in _name_mentions(tree, thing)}
    return Labels(label=label, name=name, others=tuple(sorted(others - {label})))


def _describe(tree: Tree, thing: Thing, gazetteer: Gazetteer) -> str:
    """What a thing without a name is called by itself: "gunmen", not "Gunmen"; "bomb", not "second bomb"."""
    words = thing.label.split()
    first = next((m.first for m in thing.mentions if m.label == thing.label), None)
    if first is not None and tree.tokens[first].text == words[0] and _begins(tree, first):
        is_word = is_common(words[0].lower()) and gazetteer.country_of_adjective(words[0]) is None
        words[0] = words[0].lower() if is_word and words[0].istitle() else words[0]
    leading = _CONTEXTUAL | _FORCES if thing.kind == "Weapon" else _CONTEXTUAL
    while len(words) > 1 and words[0].lower() in leading:
        words = words[1:]
    return " ".join(words)


def _number_of(tree: Tree, thing: Thing) -> list[str]:
    """How many people THING is, as the article writes it; the number of other things is no part of their name."""
    if thing.kind not in _COUNTED:
        return []
    first, *others = thing.mentions
    is_part = first.head != first.core and tree.tokens[first.head].upos == "NUM"
    if is_part and first.plural and read_number(tree, first.head) is not None:
        return tree.tokens[first.head].text.lower().split()  # "two of the four engineers"
    return next((number for mention in (first, *others) if (number := _number(tree, mention))), [])


def _begins(tree: Tree, i: int) -> bool:
    """Whether word I begins a sentence, at its beginning or after a dateline or a quotation mark."""
    return tree.sentence(i).first == i or (tree.tokens[i - 1].upos == "PUNCT" and tree.tokens[i - 1].text != ",")


def _number(tree: Tree, mention: Nominal) -> list[str]:
    """The numeral before the noun of MENTION: "17", "Twenty - one"."""
    if mention.form != "description" or not mention.plural:
        return []
    numeral = next((i for i in tree.children(mention.core, "nummod") if i < mention.core), None)
    is_part = mention.head != mention.core and tree.lemma(mention.head) in (*SOME_OF, "one")
    if numeral is None or is_part or read_number(tree, numeral) is None:
        return []
    first = numeral
    while first > mention.first and tree.tokens[first - 1].xpos in ("CD", "HYPH"):
        first -= 1
    return tree.span_text(first, numeral).lower().split()


def _name_mentions(tree: Tree, thing: Thing) -> Iterator[Nominal]:
    """The mentions that are names; the adjective of a nation is none of its names."""
    return (m for m in thing.mentions if m.form == "name" and tree.tokens[m.core].upos != "ADJ")


def _surface(mention: Nominal) -> str:
    return mention.name.surface if mention.name is not None else mention.label


def _words_known(entry: NameEntry | None) -> frozenset[frozenset[str]]:
    """The words of each name of ENTRY, without what is in brackets to tell it from others."""
    names = (entry.label, *entry.aliases) if entry is not None else ()
    return frozenset(words_of(name.partition(" (")[0]) for name in names)


def _fullness(form: str) -> tuple[int, int]:
    """How full a name is: "Boko Haram" before "Daesh" before "ISIL" before "Houthi rebels"; then by its words."""
    words = form.split()
    if words[-1].islower():
        return 0, len(words)
    return 1 if is_acronym(form) else 2 if len(words) == 1 else 3, len(words)


def _spell(tree: Tree, mention: Nominal, gazetteer: Gazetteer) -> str:
    """A name as the article writes it, without "group" behind it."""
    surface, last = strip_name(_surface(mention)), mention.last
    entry = gazetteer.type_name(surface)
    shorter = " ".join(surface.split()[:-1])
    if entry is not None and gazetteer.type_name(shorter) is entry:
        known = {to_key(form): form for form in (entry.label, *entry.aliases)}
        last -= 1 if known.get(to_key(surface), "group").split()[-1].islower() else 0
    return strip_name(to_name(tree, mention.first, last, kind=mention.kind or ""))


def _as_written(thing: Thing) -> str:
    """The label of THING, with diacritics only where the article has them: "Medellin Cartel" for one that has none."""
    plain = fold(thing.label)
    if plain == thing.label:
        return plain
    written = {" ".join(strip_name(m.name.surface).split()).lower() for m in thing.mentions if m.name is not None}
    return plain if plain.lower() in written and thing.label.lower() not in written else thing.label
