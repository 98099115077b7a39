"""Who heads a ministry that the article names, as the office tells: the Defence Minister the Defence Ministry.

The Secretary of State leads the State Department, the Foreign Secretary the Foreign Office. Deputies do not, nor do
those of another country.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.extract.things import Thing, Things
from kg.extract.titles import Relation
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer

_HEADS: Final = frozenset({"minister", "secretary"})
_MINISTRIES: Final = frozenset({"department", "ministry", "office"})
_LOWER: Final = frozenset(
    "acting assistant cabinet chief deputy first former junior minister ministers parliamentary permanent press prime "
    "private secretary shadow under vice".split()
)
"""Words that with these nouns make other offices: "prime minister", "press secretary"."""
_WHOLE: Final = find_words("governing") | {"country", "junta", "nation", "state"}
_ARMED: Final = frozenset({"air", "armed", "military", "naval"})
_COMMANDING: Final = frozenset({"boss", "chief", "commander", "head"})


def leads_less_than_state(tree: Tree, gazetteer: Gazetteer, core: int) -> bool:
    """Whether words before noun CORE tell of what its bearer leads, not the state: "Togo's police chief"."""
    for word in tree.children(core, "compound", "amod"):
        lemma = tree.lemma(word)
        is_noun = tree.tokens[word].upos in ("NOUN", "PROPN") and gazetteer.country_of_adjective(lemma) is None
        if word < core and is_noun and tree.is_label(word, "compound") and lemma not in _WHOLE:
            return True
        if word < core and lemma in _ARMED and tree.lemma(core) in _COMMANDING:
            return True
    return False


def find_heads(tree: Tree, things: Things, relations: Iterable[Relation]) -> Iterator[Relation]:
    """Whom the article calls by the office that goes with a ministry that it names, as the leaders of these."""
    known = tuple(relations)
    ministries: dict[str, Thing] = {}
    for thing in things.all:
        for mention in thing.mentions if thing.kind == "Government" and thing.named else ():
            field = _field_of(tree.span_text(mention.first, mention.last), _MINISTRIES)
            if field is not None:
                ministries[field] = thing
    for thing in things.all if ministries else ():
        if thing.kind != "Person" or thing.plural:
            continue
        ministry, word = _headed_by(tree, thing, known, ministries)
        states = {_country_of(r.filler) for r in known if r.subject is thing} - {None}
        if ministry is not None and (not states or states & _countries_of(ministry)):
            yield Relation(thing, "leaderOf", ministry, word)


def _country_of(filler: Thing | str) -> str | None:
    if isinstance(filler, str):
        return None
    return filler.label if filler.kind == "Country" else filler.country


def _countries_of(ministry: Thing) -> set[str]:
    countries = {m.name.country for m in ministry.mentions if m.name is not None} | {ministry.country}
    return {country for country in countries if country is not None}


def _headed_by(
    tree: Tree, thing: Thing, known: tuple[Relation, ...], ministries: dict[str, Thing]
) -> tuple[Thing | None, int]:
    for relation in known:
        if relation.subject is thing and relation.predicate == "holdsOffice" and isinstance(relation.filler, str):
            field = _field_of(relation.filler, _HEADS)
            if field in ministries:
                return ministries[field], relation.word
    for mention in thing.mentions:
        field = (
            _field_of(tree.span_text(mention.first, mention.last), _HEADS) if mention.form == "description" else None
        )
        if field in ministries:
            return ministries[field], mention.head
    return None, 0


def _field_of(label: str, heads: frozenset[str]) -> str | None:
    """What an office or ministry called LABEL is for.

    >>> _field_of("Secretary of Defense", _HEADS), _field_of("US Defence Department", _MINISTRIES)
    ('defence', 'defence')
    >>> _field_of("Deputy Defence Minister", _HEADS), _field_of("Prime Minister", _HEADS)
    (None, None)
    """
    words = [word.lower().replace("defense", "defence") for word in label.split() if word.lower() not in ("the", "for")]
    before, _, after = " ".join(words).partition(" of ")
    nouns = before.split()
    if not nouns or nouns[-1] not in heads or set(nouns[:-1]) & _LOWER:
        return None
    field = after or (nouns[-2] if len(nouns) > 1 else "")
    is_junior = nouns[-1] == "minister" and field == "state"
    return field.removeprefix("the ").split()[0] if field and not is_junior else None
