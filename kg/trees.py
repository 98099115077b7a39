"""A parsed `Doc` to trees in Universal Dependencies, whichever scheme the parser was trained on.

The shipped pipeline speaks UD as it is. Pipelines such as en_core_web speak ClearNLP (spaCy's English scheme):
prepositions are heads there, so are copulas, and names end in their head. Those are turned round here, so that
extraction knows one scheme only: https://universaldependencies.org/u/dep/ and the choices of the English treebanks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kg.errors import UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc

Scheme = Literal["ud", "clearnlp"]

_RENAMED: Final[Mapping[str, str]] = {
    "ROOT": "root",
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS: Final = frozenset({"prep", "agent", "dative"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_BE: Final = frozenset("am are be been being is was were 'm 're 's ’m ’re ’s ai".split())
_NO_AGENT: Final = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "QUANTITY"})
_UPOS: Final[Mapping[str, str]] = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "HYPH": "PUNCT", "IN": "ADP", "JJ": "ADJ",
    "MD": "AUX", "NNP": "PROPN", "NN": "NOUN", "PDT": "DET", "POS": "PART", "PRP": "PRON", "RB": "ADV", "RP": "ADP",
    "SYM": "SYM", "TO": "PART", "UH": "INTJ", "VB": "VERB", "WDT": "PRON", "WP": "PRON", "WRB": "ADV",
}  # fmt: skip
_XPOS: Final[Mapping[str, str]] = {
    "ADJ": "JJ", "ADP": "IN", "ADV": "RB", "AUX": "VBZ", "CCONJ": "CC", "DET": "DT", "INTJ": "UH", "NOUN": "NN",
    "NUM": "CD", "PART": "RP", "PRON": "PRP", "PROPN": "NNP", "PUNCT": ".", "SCONJ": "IN", "SYM": "SYM", "VERB": "VB",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """One word of a tree; `head` indexes the words of the doc, a root is its own head."""

    i: int
    text: str
    upos: str
    xpos: str
    dep: str
    head: int
    entity: str


def find_scheme(labels: Iterable[str]) -> Scheme:
    """The scheme of a parser, told by its labels.

    >>> find_scheme(["ROOT", "nsubjpass", "pobj"])
    'clearnlp'
    """
    known = set(labels)
    if known & {"obl", "nsubj:pass"}:
        return "ud"
    if known & {"pobj", "dobj"}:
        return "clearnlp"
    raise UsageError(
        "the parser of this pipeline uses labels that kg does not know",
        hint="It takes Universal Dependencies, or the ClearNLP labels of en_core_web_sm",
    )


def to_trees(doc: Doc, scheme: Scheme) -> list[Node]:
    """The words of DOC in Universal Dependencies, in their order."""
    nodes = [
        Node(
            i=token.i,
            text=token.text,
            upos=token.pos_ or _to_upos(token.tag_),
            xpos=token.tag_ or _XPOS.get(token.pos_, "XX"),
            dep=token.dep_ or "dep",
            head=token.head.i,
            entity=token.ent_type_,
        )
        for token in doc
    ]
    if scheme == "clearnlp":
        persons = [(span.start, span.end) for span in doc.ents if span.label_ in ("PERSON", "PER")]
        _from_clearnlp(nodes, persons)
    for node in nodes:
        if node.head == node.i:
            node.dep = "root"
    _mark_agents(nodes)
    return nodes


def _to_upos(tag: str) -> str:
    return next((upos for length in (4, 3, 2) if (upos := _UPOS.get(tag[:length]))), "PUNCT")


def _mark_agents(nodes: Sequence[Node]) -> None:
    """A by-phrase of a passive verb is its agent, also where the parser says only `obl`."""
    by = {node.head for node in nodes if node.dep == "case" and node.text.lower() == "by"}
    passive = {node.head for node in nodes if node.dep in ("aux:pass", "nsubj:pass", "csubj:pass")}
    for node in nodes:
        if node.dep != "obl" or node.i not in by or node.entity in _NO_AGENT or node.upos not in _NOMINAL - {"NUM"}:
            continue
        verb = nodes[node.head]
        is_reduced = verb.xpos == "VBN" and verb.dep in ("acl", "advcl", "acl:relcl", "amod")
        if node.head in passive or is_reduced or (verb.dep == "conj" and verb.head in passive and verb.xpos == "VBN"):
            node.dep = "obl:agent"


def _from_clearnlp(nodes: list[Node], persons: Sequence[tuple[int, int]]) -> None:
    """Turn ClearNLP trees round, step by step; each step leaves trees."""
    for node in nodes:
        if node.dep == "aux" and node.xpos == "TO":
            node.dep = "mark"
        elif node.dep == "nmod":  # modifiers without a preposition; those with one are made below
            node.dep = "compound"
        elif node.dep == "npadvmod":
            node.dep = "nmod:unmarked" if nodes[node.head].upos in _NOMINAL else "obl:unmarked"
    _attach_coordinators(nodes)
    for node in _inner_first(nodes):
        if node.dep in _PREPOSITIONS:
            _turn_preposition(nodes, node)
    for node in _inner_first(nodes):
        if node.text.lower() in _BE and node.upos in ("AUX", "VERB") and not node.dep.startswith("aux"):
            _turn_copula(nodes, node)
    _raise_objects(nodes)
    _flatten_conjuncts(nodes)
    _turn_names(nodes, persons)
    for node in nodes:
        node.dep = _RENAMED.get(node.dep, node.dep)


def _children(nodes: Sequence[Node], node: Node) -> list[Node]:
    return [child for child in nodes if child.head == node.i and child is not node]


def _depth(nodes: Sequence[Node], node: Node) -> int:
    depth = 0
    while node.head != node.i:
        node, depth = nodes[node.head], depth + 1
    return depth


def _inner_first(nodes: Sequence[Node]) -> Iterator[Node]:
    """All words, the deepest first, by the trees as they are now."""
    return iter(sorted(nodes, key=lambda node: (-_depth(nodes, node), node.i)))


def _attach_coordinators(nodes: Sequence[Node]) -> None:
    """ClearNLP hangs "and" on the conjunct before it, UD on the one after it."""
    for node in nodes:
        if node.dep in ("cc", "punct"):
            after = [other for other in nodes[node.i :] if other.dep == "conj" and other.head == node.head]
            if after and (node.dep == "cc" or node.text == ","):
                node.head = after[0].i


def _turn_preposition(nodes: Sequence[Node], preposition: Node) -> None:
    """ "in" with the object "Kabul" becomes the case of "Kabul", which takes its place."""
    children = _children(nodes, preposition)
    objects = [child for child in children if child.dep in ("pobj", "pcomp")] or [
        child for child in children if child.dep in ("obl", "nmod") and child.i > preposition.i
    ]
    if not objects:
        if preposition.dep != "dative":
            preposition.dep = "advmod"
        return
    inner = objects[0]
    is_clause = inner.dep == "pcomp" and inner.upos in ("VERB", "AUX")
    governor = nodes[preposition.head]
    is_nominal = governor.upos in _NOMINAL
    role = ("acl" if is_nominal else "advcl") if is_clause else ("nmod" if is_nominal else "obl")
    inner.dep = "obl:agent" if preposition.dep == "agent" and not is_clause else role
    inner.head = preposition.head if governor is not preposition else inner.i
    preposition.head, preposition.dep = inner.i, "mark" if is_clause else "case"
    for child in children:
        if child is not inner and child.dep not in ("fixed", "pobj"):
            child.head = inner.i
    _join_prepositions(nodes, inner)


def _join_prepositions(nodes: Sequence[Node], inner: Node) -> None:
    """In "in Kabul and in Herat" the prepositions were joined; now their objects are."""
    for child in _children(nodes, inner):
        if child.dep != "conj" or child.upos not in ("ADP", "SCONJ"):
            continue
        objects = [node for node in _children(nodes, child) if node.dep in ("pobj", "pcomp")]
        if not objects:
            continue
        second = objects[0]
        second.head, second.dep = inner.i, "conj"
        child.head, child.dep = second.i, "case"
        for node in _children(nodes, child):
            node.head = second.i


def _turn_copula(nodes: Sequence[Node], verb: Node) -> None:
    """The predicate of "be" becomes the head: a noun, an adjective, or the object of a preposition."""
    children = _children(nodes, verb)
    deps = {child.dep for child in children}
    predicates = [child for child in children if child.dep in ("attr", "acomp")]
    if "expl" in deps:
        for child in predicates:
            child.dep = "nsubj" if child.upos in _NOMINAL and "nsubj" not in deps else "xcomp"
        return
    if not predicates and "nsubj" in deps and not deps & {"ccomp", "xcomp", "oprd", "aux:pass", "auxpass"}:
        predicates = [child for child in children if child.dep == "obl" and child.i > verb.i]
    if not predicates:
        return
    predicate = predicates[0]
    for child in children:
        if child is not predicate:
            child.head = predicate.i
    predicate.head = predicate.i if verb.head == verb.i else verb.head
    predicate.dep = verb.dep
    verb.head, verb.dep = predicate.i, "cop"


def _raise_objects(nodes: Sequence[Node]) -> None:
    """In "forced Karzai to cancel" ClearNLP has a clause "Karzai to cancel", UD an object and an open clause."""
    for clause in nodes:
        if clause.dep != "ccomp" or clause.head == clause.i:
            continue
        children = _children(nodes, clause)
        subject = next((child for child in children if child.dep in ("nsubj", "nsubjpass")), None)
        marker = next((child for child in children if child.dep == "mark" and child.xpos == "TO"), None)
        if subject is None or marker is None or not clause.head < subject.i < marker.i:
            continue
        subject.head, subject.dep = clause.head, "dobj"
        clause.dep = "xcomp"


def _flatten_conjuncts(nodes: Sequence[Node]) -> None:
    """UD hangs all conjuncts on the first, ClearNLP each on the one before it."""
    for node in nodes:
        if node.dep == "conj":
            head = nodes[node.head]
            while head.dep == "conj" and head.head != head.i:
                head = nodes[head.head]
            node.head = head.i


def _turn_names(nodes: Sequence[Node], persons: Sequence[tuple[int, int]]) -> None:
    """The first word of a person's name is its head in UD, the others are flat."""
    for start, end in persons:
        span = nodes[start:end]
        heads = [node for node in span if not start <= node.head < end or node.head == node.i]
        parts = [node for node in span if node.upos == "PROPN" and node.dep in ("compound", "flat")]
        if len(heads) != 1 or not parts or heads[0].upos != "PROPN" or heads[0].i < parts[-1].i:
            continue
        old, new = heads[0], parts[0]
        for child in _children(nodes, old):
            child.head = new.i
        new.head, new.dep = (new.i if old.head == old.i else old.head), old.dep
        for node in (*parts[1:], old):
            node.head, node.dep = new.i, "flat"
