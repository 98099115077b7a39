"""Proper names in a parse: where they stand, what they are called elsewhere, and of what class they are.

Two witnesses find names: the pipeline (`Parse.names`) and the gazetteer. A name in the gazetteer has its canonical
label and class from there, unless it is marked ambiguous and the pipeline takes it for something else. The class of
any other name is voted on: all its mentions in the article together, by what the pipeline says of each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kg.extract.aliases import Name, head_of, spread_aliases
from kg.extract.called import find_told
from kg.extract.definitions import count_nations, is_of_its_country, is_shared, settle_explained
from kg.extract.joint import part_joint
from kg.extract.kinds import BODIES, PLACES
from kg.extract.polities import is_before_office, is_polity, is_site, without_fight
from kg.extract.prefixes import prefix_before
from kg.extract.quarters import with_quarters
from kg.extract.spelling import SMALL, to_name
from kg.extract.tree import Tree
from kg.extract.wordlists import find_words
from kg.gazetteer import Gazetteer, NameEntry
from kg.keys import is_acronym, key_of_first, strip_name, to_key

_KINDS: Final[Mapping[str, str]] = {
    "PERSON": "Person", "PER": "Person", "ORG": "Organization", "GPE": "City", "LOC": "Region", "FAC": "Facility",
    "MILITARY": "SecurityForce", "ARMEDGROUP": "ArmedGroup", "LAW": "Agreement",
    "NORP": "Population", "PRODUCT": "Thing", "WORK_OF_ART": "Thing",
}  # fmt: skip
"""What the labels of names mean in the vocabulary; labels that are not here (DATE, CARDINAL, EVENT) name no entity."""

_FITTING: Final[Mapping[str, frozenset[str]]] = {
    "PERSON": frozenset({"Person"}),
    "PER": frozenset({"Person"}),
    "GPE": frozenset({"City", "Country", "Region", "Government"}),
    "LOC": frozenset({"City", "Country", "Region", "Facility"}),
    "FAC": frozenset({"Facility", "City", "Government"}),
    "ORG": BODIES,
    "NORP": frozenset({"Population", "ArmedGroup", "Organization"}),
    "MILITARY": frozenset({"SecurityForce", "ArmedGroup"}),
    "ARMEDGROUP": frozenset({"ArmedGroup"}),
}
_LONGEST: Final = 9
_INNER: Final = frozenset("of for and".split())
"""Words that stand inside names and begin none."""
_FUNCTION_WORDS: Final = frozenset("is who let".split())
"""Words that abbreviate known bodies too, which no sentence all in capitals can tell: "IS", "WHO"."""
_OFFICE: Final = 3
"""Words of an office such as "Secretary of State"."""
_NEVER_FIRST: Final = frozenset("the a an our their his her its this that these those".split())
_PLACES_OF: Final = find_words("kinds_of_places")
_QUARTERS: Final = find_words("quarters")
_CREEDS: Final = find_words("creeds")
_UNITS: Final = find_words("units")
_UNDER_ARMS: Final = find_words("under_arms")
_FACILITY_FIRST: Final = find_words("facilities_first")


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    last: int
    label: str | None
    entry: NameEntry | None


def find_names(tree: Tree, gazetteer: Gazetteer) -> tuple[Name, ...]:
    """All proper names of entities, in text order, none inside another."""
    tagged = [
        _trim(tree, first, last, span.label, gazetteer)
        for span in tree.parse.names
        for first, last in part_joint(tree, span.first, span.last, gazetteer)
    ]
    spans = [candidate for candidate in tagged if candidate is not None]
    chosen = _choose([*_find_known(tree, gazetteer, spans), *spans])
    votes = _vote(tree, chosen, gazetteer)
    told = find_told(tree, [(c.first, c.last, c.label if c.entry is None else None) for c in chosen], gazetteer)
    found = (_to_name(tree, candidate, gazetteer, votes, told) for candidate in chosen)
    names = tuple(_keep_own(tree, tuple(name for name in found if name is not None), gazetteer))
    names = settle_explained(tree, names, gazetteer)
    names = spread_aliases(tree, names)
    return tuple(with_quarters(tree, names, gazetteer))


def _trim(tree: Tree, first: int, last: int, label: str, gazetteer: Gazetteer) -> _Candidate | None:
    """The name that the pipeline marks, without articles, titles, possessives and quotation marks around it."""
    if label not in _KINDS:
        return None
    last = min(last, tree.sentence(first).last)
    if tree.lower(first) in _INNER:
        return None
    while first < last and (tree.lower(first) in _NEVER_FIRST or tree.tokens[first].upos == "PUNCT"):
        first += 1
    if first < last and tree.tokens[first].xpos == "NN" and tree.tokens[first + 1].text[:1].isupper():
        first += tree.tokens[first].text.islower()  # "militia Ansar Noor"
    first, last = _without_prefix(tree, first, last, gazetteer)
    is_participle = tree.tokens[last].xpos == "VBN" or tree.tokens[last].upos == "VERB"
    is_led = last - first > 1 and is_participle and tree.tokens[last - 1].upos == "PUNCT"
    last = without_fight(tree, first, last - is_led)  # "U.S.-led"
    while last > first and (tree.tokens[last].xpos == "POS" or tree.tokens[last].upos == "PUNCT"):
        last -= 1
    if _is_owned_office(tree, first, last, gazetteer):
        return None
    if label in ("GPE", "LOC"):
        first, last = _inside_description(tree, first, last)
    for cut in range(last - first, 0, -1):
        if gazetteer.is_title([tree.tokens[i].text for i in range(first, first + cut)]):
            if tree.lower(first + cut) in _INNER:
                return None  # "Minister of Information" names no one
            first, label = first + cut, "PERSON"
            break
    if label in ("PERSON", "PER"):
        first = _behind_office(tree, first, last, gazetteer)
        last = next((i for i in range(first, last) if is_before_office(tree, gazetteer, i + 1)), last)
    if label in ("PERSON", "PER") and first < last and _is_people(tree, first, last, gazetteer):
        first += 1
    first = _behind_creed(tree, first, last, gazetteer) if label == "ORG" else first
    text = tree.span_text(first, last)
    if not any(char.isupper() for char in text) or (first == last and _ends_office(tree, first, gazetteer)):
        return None
    is_function = tree.lower(first) in _FUNCTION_WORDS or tree.tokens[first].upos == "PRON"
    is_function = is_function and first == last and tree.is_all_capitals(first)
    if is_function or (first == last and _is_modifier(tree, first, label, gazetteer)):
        return None
    if label == "ORG" and tree.tokens[last].upos == "ADJ" and last != first:
        return None
    if first < last and tree.lower(last) == "summit" and label not in ("LOC", "FAC"):
        return None  # "the G20 Antalya Summit" is no body but a meeting
    return _Candidate(first, last, label, gazetteer.type_name(text))


def _behind_creed(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a known name begins behind words for what its bearers believe in: "Maoist Shining Path Movement"."""
    start = first
    while start < last and tree.lower(start) in _CREEDS:
        start += 1
    return start if start > first and gazetteer.type_name(tree.span_text(start, last)) is not None else first


def _is_owned_office(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the words are whose an office is, and the office: "Kenya's Prime Minister" names no one."""
    owner = next((i for i in range(first, last) if tree.tokens[i].xpos == "POS"), None)
    return owner is not None and gazetteer.is_office(tree.span_text(owner + 1, last).split())


def _inside_description(tree: Tree, first: int, last: int) -> tuple[int, int]:
    """The name in "Syrian town of Mera" and in "Mera district of Kabul", of which the whole is taken for one."""
    of = next((i for i in range(first + 1, last) if tree.lower(i) == "of"), None)
    if of is None or not tree.tokens[of - 1].text.islower() or tree.lower(of - 1) not in _PLACES_OF:
        return first, last
    is_named = first < of - 1 and tree.tokens[of - 2].upos == "PROPN"
    return (first, of - 2) if is_named else (of + 1, last)


def _behind_office(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a person's name begins behind the body and the office in it: "NATO Secretary-General Jens Stoltenberg"."""
    for body in range(first, last - 1):
        if gazetteer.type_name(tree.span_text(first, body)) is None:
            continue
        for office in range(last - 1, body, -1):
            if gazetteer.is_office(tree.span_text(body + 1, office).split()):
                return office + 1
    return first


def _without_prefix(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> tuple[int, int]:
    """The part of a name behind a prefix: "Taliban" of "anti-Taliban", but all of "Anti-Defamation League"."""
    start = next((i for i in range(last, first - 1, -1) if prefix_before(tree.tokens, i)), None)
    if start is None:
        return first, last
    if not (prefix_before(tree.tokens, start) or "").islower():  # the first word of a sentence has a capital anyway
        noun = tree.head(last)
        is_word = start == last and noun is not None and noun > last and tree.is_label(last, "compound", "amod")
        is_name = is_word or gazetteer.type_name(tree.span_text(start, last)) is not None
        if first != tree.sentence(first).first or not is_name:
            return first, last
    while last > start and tree.tokens[last].text.islower():
        last -= 1
    return start, last


def _ends_office(tree: Tree, i: int, gazetteer: Gazetteer) -> bool:
    """Whether word I, a common noun, is the end of an office, not a name: "Deputy Secretary of State"."""
    words = [tree.tokens[j].text for j in range(max(tree.sentence(i).first, i - 2), i + 1)]
    return len(words) == _OFFICE and words[1] == "of" and tree.tokens[i].upos == "NOUN" and gazetteer.is_office(words)


def _is_people(tree: Tree, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a name begins with what its bearers are: "Jesuits Ellacuria and Montes", "Spaniard Francisco Puja"."""
    is_nation = gazetteer.country_of_adjective(tree.tokens[first].text) is not None
    return tree.is_plural(first) or (is_nation and last - first > 1)


def _is_modifier(tree: Tree, i: int, label: str, gazetteer: Gazetteer) -> bool:
    """Whether the one word is an adjective of nation, people or belief ("Afghan", "Kurdish", "U.S.-led"), no name."""
    text = tree.tokens[i].text
    if "-" in text and text.rpartition("-")[2].islower():
        return True
    return tree.is_label(i, "amod") and (label == "NORP" or gazetteer.country_of_adjective(text) is not None)


def _find_known(tree: Tree, gazetteer: Gazetteer, spans: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """Names of the gazetteer, the longest at each word; an ambiguous one only where the pipeline marks it too."""
    marks = {(span.first, span.last): span.label for span in spans}
    inside = {i: span for span in spans for i in range(span.first, span.last + 1)}
    for sentence in tree.parse.sentences:
        i = sentence.first
        while i <= sentence.last:
            found = _longest_known(tree, gazetteer, i, sentence.last) if _may_begin(tree, i, gazetteer) else None
            if found is None:
                i += 1
                continue
            last, entry = found
            label = marks.get((i, last))
            around = inside.get(i)
            is_cut = (
                around is not None and around.label in ("PERSON", "PER") and (around.first < i or around.last > last)
            )
            if not is_cut and (not entry.ambiguous or _agrees(label, entry.kind)):
                yield _Candidate(i, last, label, entry)
            i = last + 1


def _agrees(label: str | None, kind: str) -> bool:
    return label is not None and kind in _FITTING.get(label, frozenset())


def _may_begin(tree: Tree, i: int, gazetteer: Gazetteer) -> bool:
    text = tree.tokens[i].text
    is_begin = (text[:1].isupper() and text.lower() not in _NEVER_FIRST) or text[:1] in "'‘’" or text[:2] == "al"
    return is_begin and gazetteer.may_begin_name(key_of_first(tree.text, tree.tokens[i].start))


def _longest_known(tree: Tree, gazetteer: Gazetteer, first: int, end: int) -> tuple[int, NameEntry] | None:
    end = min(end, first + _LONGEST - 1)
    end = next((i for i in range(first + 1, end) if not _fits_inside(tree, i)), end)
    for last in range(end, first - 1, -1):
        token = tree.tokens[last]
        if token.upos == "PUNCT" or token.text.lower() in SMALL:
            continue
        text = tree.span_text(first, last)
        if "\n\n" in text or (first == last and gazetteer.country_of_adjective(text) and tree.is_label(first, "amod")):
            continue
        entry = gazetteer.type_name(text)
        if entry is None or not _is_name_here(tree, first, last):
            continue
        is_members = entry.kind in ("ArmedGroup", "Population") and last != first and token.text.islower()
        if not is_members and not (first == last and entry.kind == "Population" and tree.is_label(first, "amod")):
            return last, entry
    return None


def _fits_inside(tree: Tree, i: int) -> bool:
    token = tree.tokens[i]
    return (
        token.text[:1].isupper()
        or token.text.lower() in SMALL
        or token.text[:1] in "-'’."
        or token.upos in ("NOUN", "ADJ", "NUM")
    )


def _is_name_here(tree: Tree, first: int, last: int) -> bool:
    """Whether a single capitalised word is a name, not a common word that begins a sentence."""
    token = tree.tokens[first]
    if tree.is_all_capitals(first):
        if first == last and (token.text.lower() in _FUNCTION_WORDS or token.upos == "PRON"):
            return False
        return token.upos == "PROPN" or (first != last and tree.tokens[last].upos == "PROPN")
    if first != last or is_acronym(token.text):
        return True
    starts = tree.sentence(first).first == first
    return token.upos in ("PROPN", "NOUN", "ADJ") and (not starts or token.upos == "PROPN")


def _choose(candidates: list[_Candidate]) -> tuple[_Candidate, ...]:
    """Candidates that do not overlap: the longest first, of equally long ones those that the gazetteer knows.

    So an unknown name around a known one wins ("the Mosul hospital" is not Mosul): the pipeline marks whole names.
    """

    def rank(candidate: _Candidate) -> tuple[int, int, int]:
        return (candidate.first - candidate.last, candidate.entry is None, candidate.first)

    taken: set[int] = set()
    chosen = []
    for candidate in sorted(candidates, key=rank):
        places = set(range(candidate.first, candidate.last + 1))
        if not places & taken:
            taken |= places
            chosen.append(candidate)
    return tuple(sorted(chosen, key=lambda candidate: candidate.first))


def _vote(tree: Tree, candidates: Collection[_Candidate], gazetteer: Gazetteer) -> dict[str, str]:
    """The label that most mentions of each unknown name have; of equally many, the first in the alphabet.

    A name of one word that anywhere stands as only a state can is no person's.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for candidate in candidates:
        if candidate.label is not None:
            counts[to_key(tree.span_text(candidate.first, candidate.last))][candidate.label] += 1
    single = [c for c in candidates if c.label in ("PERSON", "PER") and c.entry is None and c.first == c.last]
    states = {
        to_key(tree.tokens[c.first].text)
        for c in single
        if is_polity(tree, gazetteer, c.first) or is_site(tree, c.first)
    }
    most = {key: max(sorted(counter), key=lambda label: counter[label]) for key, counter in counts.items()}
    armed = {to_key(tree.span_text(c.first, c.last)) for c in candidates if _has_fighters(tree, c, gazetteer)}
    return most | dict.fromkeys(states, "GPE") | dict.fromkeys(armed, "ARMEDGROUP")


def _has_fighters(tree: Tree, candidate: _Candidate, gazetteer: Gazetteer) -> bool:
    """Whether an unknown organisation is told to have fighters: "militants of the Dawn Front", "Dawn Front gunmen"."""
    head = head_of(tree, candidate.first, candidate.last)
    noun = tree.head(head)
    if candidate.label != "ORG" or candidate.entry is not None or noun is None:
        return False
    is_owner = tree.preposition(head) == "of" or (tree.is_label(head, "compound") and noun == candidate.last + 1)
    is_armed = tree.preposition(head) == "of" and gazetteer.type_noun(tree.lemma(noun), plural=True) == "ArmedGroup"
    return is_owner and (is_armed or tree.lemma(noun) in _UNDER_ARMS)


def _keep_own(tree: Tree, names: tuple[Name, ...], gazetteer: Gazetteer) -> Iterator[Name]:
    """NAMES, those that bodies of several states have as they stand, where they mean no body that is known."""
    nations = count_nations(tree, names, gazetteer)
    for name in names:
        if is_shared(name) and not is_of_its_country(tree, name, nations, names, gazetteer):
            label = strip_name(to_name(tree, name.first, name.last, kind=name.kind))
            name = replace(name, label=label, known=False, country=None)
        yield name


def _to_name(
    tree: Tree, candidate: _Candidate, gazetteer: Gazetteer, votes: Mapping[str, str], told: Mapping[str, str]
) -> Name | None:
    surface = tree.span_text(candidate.first, candidate.last)
    head = head_of(tree, candidate.first, candidate.last)
    entry, called = candidate.entry, told.get(to_key(surface))
    if entry is not None and called in BODIES and entry.kind in PLACES:
        entry = None  # "the newspaper La Prensa"
    if (
        entry is not None
        and entry.ambiguous
        and candidate.label is not None
        and not _agrees(candidate.label, entry.kind)
    ):
        entry = None
    if entry is not None:
        return Name(
            first=candidate.first, last=candidate.last, head=head, surface=surface, label=entry.label,
            kind=entry.kind, known=True, country=entry.country,
        )  # fmt: skip
    if candidate.label is None and called is None:
        return None
    label = votes.get(to_key(surface), candidate.label or "ORG")
    if gazetteer.country_of_adjective(surface) is not None and label in ("NORP", "LOC", "GPE"):
        return None
    kind = _guess_kind(surface, label, gazetteer)
    if called is not None and not (called == "Organization" and kind in BODIES):
        kind = called
    return Name(
        first=candidate.first, last=candidate.last, head=head, surface=surface,
        label=strip_name(to_name(tree, candidate.first, candidate.last, kind=kind)), kind=kind, known=False,
    )  # fmt: skip


def _guess_kind(surface: str, label: str, gazetteer: Gazetteer) -> str:
    plain = strip_name(surface)
    kind = gazetteer.type_by_head(plain) or gazetteer.type_noun(plain, plural=False)
    if kind is None and " " in surface and surface.split()[0].lower() in _FACILITY_FIRST:
        kind = gazetteer.type_noun(surface.split()[0].lower(), plural=False)
    is_known_rebel = label == "ARMEDGROUP" and kind == "SecurityForce"  # "militants of the 5th Brigade"
    if kind is not None and label not in ("PERSON", "PER") and not is_known_rebel:
        return kind
    if (owner := _force_before(plain, gazetteer)) is not None:
        return owner
    is_part = _KINDS[label] == "City" and " " in plain and plain.split()[0] in _QUARTERS  # "eastern Congo"
    return "Region" if is_part else _KINDS[label]


def _force_before(name: str, gazetteer: Gazetteer) -> str | None:
    """The class of the known force or armed group of which the name of a unit is: "FMLN General Command"."""
    words = name.split()
    known = (gazetteer.type_name(" ".join(words[:cut])) for cut in range(len(words) - 1, 0, -1))
    entry = next((e for e in known if e is not None), None) if words[-1].lower() in _UNITS else None
    is_force = entry is not None and entry.kind in ("ArmedGroup", "SecurityForce") and not entry.ambiguous
    return entry.kind if entry is not None and is_force else None
