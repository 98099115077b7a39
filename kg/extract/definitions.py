"""Which body a name means by what the article says of it: what stands beside it in brackets, and which states it names.

Many bodies share an abbreviation, and each state has its congress. So where the article explains an abbreviation, that
holds, whatever the gazetteer knows it for; and what bodies of several states are called belongs to one of them only
where the article speaks of that state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kg.extract.aliases import Name
from kg.extract.kinds import BODIES, PLACES
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer
from kg.keys import is_acronym, to_key

_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_LONGEST: Final = 10
"""Characters of the longest abbreviation."""
_TELLING: Final = 3
"""Words of a name at least that make it the same as a longer one which has them all."""
_SHARED: Final = find_words("names_of_several_states")
_SMALL: Final = frozenset("the of for and in de del la el".split())


def is_shared(name: Name) -> bool:
    """Whether bodies of other states are called so too: "Congress"."""
    return name.known and name.country is not None and to_key(name.surface).replace(" ", "-") in _SHARED


def is_of_its_country(
    tree: Tree, name: Name, nations: Mapping[str, int], names: Iterable[Name], gazetteer: Gazetteer
) -> bool:
    """Whether NAME, which is shared, means the body that the gazetteer has: that of its country.

    So it does where its country stands beside it, where the article has a name of that body alone, or where the
    article speaks of no country more than of this one.
    """
    beside = _nations_beside(tree, name, gazetteer)
    if beside:
        return beside == {name.country}
    if any(other.label == name.label and not is_shared(other) for other in names):
        return True
    here = nations.get(name.country or "", 0)
    return here > 0 and here >= max(nations.values())


def _nations_beside(tree: Tree, name: Name, gazetteer: Gazetteer) -> set[str]:
    """The countries whose body NAME is said to be: "the Salvadoran Congress", "Peru's Congress", "Congress of Peru"."""
    owners = (c for c in tree.children(name.head, "nmod") if c < name.first or tree.preposition(c) == "of")
    words = {name.first - 1, *owners, *tree.children(name.head, "nmod:poss", "amod", "compound")}
    found = set()
    for word in words:
        text = tree.tokens[word].text if word >= 0 else ""
        country = gazetteer.find_country(text)
        found.add(country.label if country is not None else gazetteer.country_of_adjective(text))
    return {country for country in found if country is not None}


def count_nations(tree: Tree, names: Iterable[Name], gazetteer: Gazetteer) -> Counter[str]:
    """How often an article speaks of each country: by name or adjective, by its places and bodies spelt out."""
    counts: Counter[str] = Counter()
    inside: set[int] = set()
    for name in names:
        inside.update(range(name.first, name.last + 1))
        country = name.label if name.kind == "Country" else name.country
        is_sure = name.kind in PLACES or not (is_shared(name) or is_acronym(name.surface))
        counts.update([country] if country is not None and is_sure else ())
    adjectives = (gazetteer.country_of_adjective(t.text) for t in tree.tokens if t.i not in inside)
    counts.update(country for country in adjectives if country is not None)
    return counts


def settle_explained(tree: Tree, names: tuple[Name, ...], gazetteer: Gazetteer) -> tuple[Name, ...]:
    """NAMES, those that brackets tell to be one as one: "Mutual Support Group [GAM]" and any "GAM" beside it."""
    nations = count_nations(tree, names, gazetteer)
    meant: dict[str, Name] = {}
    for long, short in _find_explained(tree, names):
        one, other = _order(long, short, nations, gazetteer)
        meant.setdefault(to_key(other.surface), one)
    return tuple(name.called_like(meant[key]) if (key := to_key(name.surface)) in meant else name for name in names)


def _find_explained(tree: Tree, names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Names of bodies in full and their abbreviations, one right before the other in brackets."""
    by_first = {name.first: name for name in names}
    for name in names:
        inner = by_first.get(name.last + 2)
        if inner is None or inner.last + 1 >= len(tree.tokens) or inner.label == name.label:
            continue
        if tree.tokens[name.last + 1].text not in _OPENING or tree.tokens[inner.last + 1].text not in _CLOSING:
            continue
        for long, short in ((name, inner), (inner, name)):
            is_full = long.kind in BODIES and len(words_of(long.surface)) > 1 and not _is_short(tree, long)
            if is_full and _is_short(tree, short) and short.kind in BODIES | {"Thing"}:
                yield long, short


def _is_short(tree: Tree, name: Name) -> bool:
    is_one = name.first == name.last and 1 < len(name.surface) <= _LONGEST
    return is_one and name.surface.isupper() and (is_acronym(name.surface) or tree.tokens[name.first].lemma.isupper())


def _order(long: Name, short: Name, nations: Mapping[str, int], gazetteer: Gazetteer) -> tuple[Name, Name]:
    """Of a name and its abbreviation, the one that tells which body both are, then the other."""
    if not short.known:
        return long, short
    entry = gazetteer.type_name(short.surface)
    forms = (entry.label, *entry.aliases) if entry is not None else ()
    is_here = nations.get(short.country or "", 0) > 0 and nations.get(long.country or "", 0) == 0
    return (short, long) if is_here or any(_is_same(long.surface, form) for form in forms) else (long, short)


def _is_same(one: str, other: str) -> bool:
    """Whether two names have the same words, or one has all the words of the other and some.

    >>> _is_same("Army of National Liberation", "National Liberation Army (Colombia)")
    True
    >>> _is_same("Mutual Support Group", "Free Aceh Movement")
    False
    """
    a, b = sorted((words_of(one), words_of(other)), key=len)
    return a == b or (len(a) >= _TELLING and a <= b)


def words_of(name: str) -> frozenset[str]:
    """The words of a name but the smallest, by which its forms are told to be one."""
    return frozenset(to_key(name).split()) - _SMALL
