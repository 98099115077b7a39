"""What words tell of events: which verbs and nouns evoke which class, and what the words around an event do to it.

In come `triggers.tsv` (written by `kg.builders.triggers`) and `context.toml` (written by hand) of `ontology/lexicon`;
out goes a frozen `Lexicon`. All words are lemmas in lower case; a hyphen stands as a space ("cease-fire": cease, fire).

A slot is where a filler stands beside its trigger. Verbs: `subj` (deep subject: of the active, or by-agent of the
passive), `obj` (deep object), `iobj`, `comp` (clausal complement) and prepositions by name. Nouns: `poss`
(possessive), `mod` (compound or adjective before it), `aim` (infinitive after it), `aimed` (the objects of that
infinitive) and prepositions.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from kg.errors import InputError
from kg.model import Factuality
from kg.resources import find_resource

Pos = Literal["v", "n"]
EmbedderPos = Literal["v", "n", "a"]
Control = Literal["subject", "object"]

VERB_SLOTS: Final = frozenset({"subj", "obj", "iobj", "comp"})
NOUN_SLOTS: Final = frozenset({"poss", "mod", "aim", "aimed"})
PREPOSITIONS: Final = frozenset(
    """about across after against along alongside among around as at before behind between beyond by during for from in
    inside into near of off on onto out outside over past through to toward towards under upon with within
    without""".split()
)

_PARTICLES: Final = frozenset("away back by down in off on out over up".split())
_COLUMNS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that must hold of the words around a trigger; `key` names it.

    SLOT            the head lemma of the filler of SLOT is one of the values; there must be a filler
    SLOT_kind       its class is one of the values or below one ("Event" for an event, "Name" for any proper name)
    not_SLOT        its head lemma is none of the values; holds where there is no filler
    not_SLOT_kind   its class is none of the values; holds where there is no filler
    has / no        one of the slots named is filled / none of them is
    plural          the trigger, a noun, stands in the plural
    named           the trigger, a noun, has a name of its own ("Operation Desert Storm")

    A value of several words means a head with the words just before it ("suicide bomber").
    For `mod` and `not_mod` the lemma of any modifier of the noun counts: compound, adjective or possessive.
    """

    key: str
    values: frozenset[str]

    @property
    def slot(self) -> str:
        """The slot that the condition is about; for `has`, `no`, `plural` and `named` the key itself.

        >>> Condition(key="not_obj_kind", values=frozenset({"Event"})).slot
        'obj'
        """
        return self.key.removeprefix("not_").removesuffix("_kind")

    @property
    def is_negative(self) -> bool:
        """Whether the values are those that must not be."""
        return self.key.startswith("not_")

    @property
    def is_of_kind(self) -> bool:
        """Whether the values are classes."""
        return self.key.endswith("_kind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sense:
    """One meaning of a trigger: its class and which slot fills which role, if all conditions hold.

    The words of a verb stand in the order of the text, without determiners: the verb, then particles, objects,
    prepositions ("lay down arm"); something may stand between them ("took two nurses hostage").
    """

    words: tuple[str, ...]
    pos: Pos
    kind: str
    roles: Mapping[str, str]
    conditions: tuple[Condition, ...]
    source: str

    @property
    def head(self) -> str:
        """The word of the tree by which the sense is found."""
        return find_head(self.words, self.pos)


@dataclass(frozen=True, slots=True, kw_only=True)
class LightVerb:
    """A verb that lends its arguments to an event noun ("launch an attack", "come under fire").

    `slot` is where the noun stands: `obj`, or the preposition that is the last of `words`. `roles` are those that the
    slots of the verb fill in the event of the noun. Where `kinds` is not empty, it is so only for events of these
    classes or below; such an entry goes before one without.
    """

    words: tuple[str, ...]
    slot: str
    roles: Mapping[str, str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedder:
    """A word that tells how far an event in its complement (or, for a noun verb, its object) is a fact.

    No `effect` means that the event is as factual as the word itself. `control` says whether the understood subject
    of the complement is the subject or the object of the word. An adjective tells of the noun it modifies and of its
    own complement ("a failed attack", "ready to attack").
    """

    lemma: str
    pos: EmbedderPos
    effect: Factuality | None
    control: Control


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables; `load_lexicon` makes it, the methods answer from it."""

    senses: Mapping[tuple[str, Pos], tuple[Sense, ...]]
    light_verbs: Mapping[str, tuple[LightVerb, ...]]
    embedders: Mapping[tuple[str, EmbedderPos], Embedder]
    modals: Mapping[str, Factuality]
    reporting: frozenset[str]
    aspectual: frozenset[str]
    ending: frozenset[str]
    causing: frozenset[str]
    aims: frozenset[str]
    factive: frozenset[str]

    def find_senses(self, head: str, pos: Pos) -> tuple[Sense, ...]:
        """The senses found by HEAD, in the order to try them: the one that asks most of the text first.

        First those of more words, then those with more conditions that ask for something to be there, then those with
        more conditions of any kind, then as in the file.
        """
        return self.senses.get((head, pos), ())

    def may_tell(self, lemma: str, pos: Pos, kinds: Collection[str]) -> bool:
        """Whether LEMMA has a sense of one of KINDS, whatever else that asks of the text."""
        return any(sense.kind in kinds for sense in self.find_senses(lemma, pos))

    def find_light(self, lemma: str) -> tuple[LightVerb, ...]:
        """The light verbs that begin with LEMMA, in the order to try them: more words, then those bound to classes."""
        return self.light_verbs.get(lemma, ())

    def find_embedder(self, lemma: str, pos: EmbedderPos) -> Embedder | None:
        """The entry of LEMMA; ask first with its particle or preposition, if it has one ("call for", "rule out")."""
        return self.embedders.get((lemma, pos))

    def modal_effect(self, lemma: str) -> Factuality | None:
        """What a modal verb makes of the event of the verb it stands with."""
        return self.modals.get(lemma)

    def is_reporting(self, lemma: str) -> bool:
        """Whether the verb, or "according", names who is the source of something."""
        return lemma in self.reporting

    def is_aspectual(self, lemma: str) -> bool:
        """Whether the verb tells of a phase of an event and makes none of its own ("step up", "resume")."""
        return lemma in self.aspectual

    def is_factive(self, lemma: str) -> bool:
        """Whether what the verb's clause tells is a fact, also where the verb is denied or asked ("know", "regret")."""
        return lemma in self.factive


@functools.cache
def load_lexicon() -> Lexicon:
    """Read the tables of `ontology/lexicon`; the same object on every call."""
    path = find_resource("ontology", "lexicon", "context.toml")
    context = tomllib.loads(path.read_text(encoding="utf-8"))
    return Lexicon(
        senses=_index_senses(_read_senses()),
        light_verbs=_index_light_verbs(context["light"]),
        embedders=_index_embedders(context["embedder"], where=str(path)),
        modals=_index_modals(context["modals"]),
        **{
            key: frozenset(map(" ".join, split_entries(context[key])))
            for key in ("reporting", "aspectual", "ending", "causing", "aims", "factive")
        },
    )


def find_head(words: tuple[str, ...], pos: Pos) -> str:
    """The first word of a verb; of a noun the last, the one before "of", or the first of such as "stand-off".

    >>> find_head(("lay", "down", "arm"), "v"), find_head(("claim", "of", "responsibility"), "n")
    ('lay', 'claim')
    >>> find_head(("car", "bombing"), "n"), find_head(("sit", "in"), "n")
    ('bombing', 'sit')
    """
    if pos == "v":
        return words[0]
    if "of" in words[1:]:
        return words[words.index("of", 1) - 1]
    return words[0] if words[-1] in _PARTICLES else words[-1]


def split_entries(entries: str | Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The words of each lemma in a hand-written list: in one text spaces part lemmas and "_" their words.

    >>> list(split_entries("attack air_strike")), list(split_entries(["peace talk"]))
    ([('attack',), ('air', 'strike')], [('peace', 'talk')])
    """
    parts = entries.split() if isinstance(entries, str) else entries
    return (tuple(part.replace("_", " ").replace("-", " ").split()) for part in parts)


def to_factuality(effect: str) -> Factuality:
    """EFFECT, if it is a factuality."""
    if effect not in get_args(Factuality):
        raise InputError(f"no factuality: {effect!r}", hint=f"known: {', '.join(get_args(Factuality))}")
    return cast(Factuality, effect)


# Senses


def _read_senses() -> Iterator[Sense]:
    """The rows of triggers.tsv; hundreds of rows share a few sets of roles."""
    path = find_resource("ontology", "lexicon", "triggers.tsv")
    to_roles = functools.cache(_to_roles)
    to_conditions = functools.cache(_to_conditions)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line[0] == "#":
            continue
        cells = line.split("\t")
        if len(cells) != _COLUMNS or cells[1] not in ("v", "n"):
            raise InputError(f"a trigger has {_COLUMNS} columns, the second v or n", where=f"{path}:{number}")
        words, pos, kind, roles, conditions, source = cells
        yield Sense(
            words=tuple(words.split(" ")),
            pos="v" if pos == "v" else "n",
            kind=kind,
            roles=to_roles(roles),
            conditions=to_conditions(conditions),
            source=source,
        )


def _to_roles(cell: str) -> Mapping[str, str]:
    return dict(cast(tuple[str, str], part.split(":")) for part in cell.split(" ")) if cell else {}


def _to_conditions(cell: str) -> tuple[Condition, ...]:
    pairs = (part.split("=") for part in cell.split(";")) if cell else ()
    return tuple(Condition(key=key, values=frozenset(values.split("|"))) for key, values in pairs)


def _index_senses(senses: Iterable[Sense]) -> dict[tuple[str, Pos], tuple[Sense, ...]]:
    index: dict[tuple[str, Pos], list[Sense]] = {}
    for sense in senses:
        index.setdefault((sense.head, sense.pos), []).append(sense)
    return {key: tuple(sorted(found, key=_to_rank)) for key, found in index.items()}


def _to_rank(sense: Sense) -> tuple[int, int, int]:
    asking = sum(not (condition.is_negative or condition.key == "no") for condition in sense.conditions)
    return -len(sense.words), -asking, -len(sense.conditions)


# Context


def _index_modals(lists: Mapping[str, str]) -> dict[str, Factuality]:
    return {lemma: to_factuality(effect) for effect, lemmas in lists.items() for lemma in lemmas.split()}


def _index_light_verbs(blocks: Iterable[Mapping[str, Any]]) -> dict[str, tuple[LightVerb, ...]]:
    index: dict[str, list[LightVerb]] = {}
    for block in blocks:
        kinds = frozenset(block.get("kinds", "").split())
        for words in split_entries(block["verbs"]):
            light = LightVerb(words=words, slot=block["slot"], roles=block["roles"], kinds=kinds)
            index.setdefault(words[0], []).append(light)
    return {
        lemma: tuple(sorted(found, key=lambda light: (-len(light.words), not light.kinds)))
        for lemma, found in index.items()
    }


def _index_embedders(blocks: Iterable[Mapping[str, Any]], *, where: str) -> dict[tuple[str, EmbedderPos], Embedder]:
    index: dict[tuple[str, EmbedderPos], Embedder] = {}
    for block in blocks:
        pos, control, effect = block["pos"], block.get("control", "subject"), block["effect"]
        if pos not in get_args(EmbedderPos) or control not in get_args(Control):
            raise InputError(f"no part of speech or control: {pos!r}, {control!r}", where=where)
        for lemma in map(" ".join, split_entries(block["lemmas"])):
            if (lemma, pos) in index:
                raise InputError(f"the embedder {lemma!r} ({pos}) stands there twice", where=where)
            known = None if effect == "inherit" else to_factuality(effect)
            index[lemma, pos] = Embedder(lemma=lemma, pos=pos, effect=known, control=control)
    return index
