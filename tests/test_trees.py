"""Both schemes of trees give the same ones: Docs are built by hand, no model is needed."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from kg.errors import UsageError
from kg.trees import find_scheme, to_trees

# Each line of a case: word, tag, part of speech, ClearNLP head and label, UD head and label (heads count from 1).
PASSIVE = """
The DT DET 2 det 2 det
palace NN NOUN 4 nsubjpass 4 nsubj:pass
was VBD AUX 4 auxpass 4 aux:pass
attacked VBN VERB 4 ROOT 4 root
by IN ADP 4 agent 6 case
gunmen NNS NOUN 5 pobj 4 obl:agent
. . PUNCT 4 punct 4 punct
"""
PREPOSITIONS = """
He PRP PRON 2 nsubj 2 nsubj
spoke VBD VERB 2 ROOT 2 root
about IN ADP 2 prep 5 case
the DT DET 5 det 5 det
war NN NOUN 3 pobj 2 obl
in IN ADP 5 prep 8 case
northern JJ ADJ 8 amod 8 amod
Iraq NNP PROPN 6 pobj 5 nmod
"""
NESTED_PREPOSITIONS = """
They PRP PRON 2 nsubj 2 nsubj
fired VBD VERB 2 ROOT 2 root
from IN ADP 2 prep 6 case
inside IN ADP 3 prep 6 case
the DT DET 6 det 6 det
base NN NOUN 4 pobj 2 obl
"""
JOINED_PREPOSITIONS = """
Bombs NNS NOUN 2 nsubj 2 nsubj
exploded VBD VERB 2 ROOT 2 root
in IN ADP 2 prep 4 case
Kabul NNP PROPN 3 pobj 2 obl
and CC CCONJ 3 cc 7 cc
in IN ADP 3 conj 7 case
Herat NNP PROPN 6 pobj 4 conj
"""
CONJUNCTS = """
Troops NNS NOUN 2 nsubj 2 nsubj
killed VBD VERB 2 ROOT 2 root
men NNS NOUN 2 dobj 2 obj
, , PUNCT 3 punct 5 punct
women NNS NOUN 3 conj 3 conj
and CC CCONJ 5 cc 7 cc
children NNS NOUN 5 conj 3 conj
"""
COPULA = """
The DT DET 2 det 2 det
group NN NOUN 3 nsubj 5 nsubj
is VBZ AUX 3 ROOT 5 cop
a DT DET 5 det 5 det
threat NN NOUN 3 attr 5 root
in IN ADP 3 prep 7 case
Mali NNP PROPN 6 pobj 5 obl
. . PUNCT 3 punct 5 punct
"""
COPULA_ADJECTIVE = """
Peace NN NOUN 3 nsubj 4 nsubj
will MD AUX 3 aux 4 aux
be VB AUX 3 ROOT 4 cop
possible JJ ADJ 3 acomp 4 root
"""
COPULA_PLACE = """
He PRP PRON 2 nsubj 4 nsubj
is VBZ AUX 2 ROOT 4 cop
in IN ADP 2 prep 4 case
Kabul NNP PROPN 3 pobj 4 root
"""
EXISTENTIAL = """
There EX PRON 2 expl 2 expl
were VBD VERB 2 ROOT 2 root
casualties NNS NOUN 2 attr 2 nsubj
"""
RELATIVE = """
the DT DET 2 det 2 det
rebels NNS NOUN 2 ROOT 2 root
who WP PRON 4 nsubj 4 nsubj
fled VBD VERB 2 relcl 2 acl:relcl
"""
REDUCED = """
villages NNS NOUN 1 ROOT 1 root
burned VBN VERB 1 acl 1 acl
by IN ADP 2 agent 4 case
militiamen NNS NOUN 3 pobj 2 obl:agent
"""
POSSESSIVE = """
Syria NNP PROPN 3 poss 3 nmod:poss
's POS PART 1 case 1 case
army NN NOUN 4 nsubj 4 nsubj
left VBD VERB 4 ROOT 4 root
its PRP$ PRON 6 poss 6 nmod:poss
base NN NOUN 4 dobj 4 obj
"""
OBJECT_CONTROL = """
They PRP PRON 2 nsubj 2 nsubj
forced VBD VERB 2 ROOT 2 root
Karzai NNP PROPN 5 nsubj 2 obj
to TO PART 5 aux 5 mark
cancel VB VERB 2 ccomp 2 xcomp
talks NNS NOUN 5 dobj 5 obj
"""
CLAUSE_AFTER_PREPOSITION = """
He PRP PRON 2 nsubj 2 nsubj
died VBD VERB 2 ROOT 2 root
after IN ADP 2 prep 4 mark
firing VBG VERB 3 pcomp 2 advcl
rockets NNS NOUN 4 dobj 4 obj
"""
PARTICLE_AND_NEGATION = """
It PRP PRON 4 nsubj 4 nsubj
did VBD AUX 4 aux 4 aux
not RB PART 4 neg 4 advmod
blow VB VERB 4 ROOT 4 root
up RP ADP 4 prt 4 compound:prt
bridges NNS NOUN 4 dobj 4 obj
Tuesday NNP PROPN 4 npadvmod 4 obl:unmarked
"""

CASES = {name.lower(): value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str)}


def to_doc(case: str, scheme: str, ents: tuple[tuple[int, int, str], ...] = ()) -> Doc:
    """The Doc of a case in one of the schemes."""
    rows = [line.split() for line in case.strip().splitlines()]
    column = 3 if scheme == "clearnlp" else 5
    doc = Doc(
        Vocab(),
        words=[row[0] for row in rows],
        tags=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        heads=[int(row[column]) - 1 for row in rows],
        deps=[row[column + 1] for row in rows],
    )
    doc.set_ents([Span(doc, start, end, label) for start, end, label in ents])
    return doc


def expected(case: str) -> list[tuple[str, str, str]]:
    """Word, label and head of each word in UD."""
    rows = [line.split() for line in case.strip().splitlines()]
    return [(row[0], row[6], rows[int(row[5]) - 1][0]) for row in rows]


@pytest.mark.parametrize("scheme", ["clearnlp", "ud"])
@pytest.mark.parametrize("name", CASES)
def test_both_schemes_give_the_same_tree(name: str, scheme: str) -> None:
    nodes = to_trees(to_doc(CASES[name], scheme), scheme)  # type: ignore[arg-type]
    assert [(node.text, node.dep, nodes[node.head].text) for node in nodes] == expected(CASES[name])


def test_table_of_cases_is_whole() -> None:
    assert len(CASES) == 15


def test_names_begin_with_their_head() -> None:
    case = """
    Hamid NNP PROPN 2 compound 3 nsubj
    Karzai NNP PROPN 3 nsubj 1 flat
    left VBD VERB 3 ROOT 3 root
    """
    nodes = to_trees(to_doc(case, "clearnlp", ((0, 2, "PERSON"),)), "clearnlp")
    assert [(node.text, node.dep, nodes[node.head].text) for node in nodes] == expected(case)


@pytest.mark.parametrize(
    ("phrase", "entity", "dep"),
    [
        ("gunmen NNS NOUN", "", "obl:agent"),
        ("Taliban NNP PROPN", "ORG", "obl:agent"),
        ("Tuesday NNP PROPN", "DATE", "obl"),
        ("2014 CD NUM", "", "obl"),
        ("firing VBG VERB", "", "obl"),
    ],
)
def test_by_phrase_of_a_passive_is_its_agent(phrase: str, entity: str, dep: str) -> None:
    lines = (
        "it PRP PRON 0 x 3 nsubj:pass",
        "was VBD AUX 0 x 3 aux:pass",
        "hit VBN VERB 0 x 3 root",
        "by IN ADP 0 x 5 case",
    )
    ents = ((4, 5, entity),) if entity else ()
    nodes = to_trees(to_doc("\n".join([*lines, f"{phrase} 0 x 3 obl"]), "ud", ents), "ud")
    assert nodes[4].dep == dep


def test_by_phrase_of_an_active_verb_is_no_agent() -> None:
    case = "He PRP PRON 0 x 2 nsubj\nstood VBD VERB 0 x 2 root\nby IN ADP 0 x 4 case\nthem PRP PRON 0 x 2 obl"
    assert to_trees(to_doc(case, "ud"), "ud")[3].dep == "obl"


def test_missing_tags_are_filled_in() -> None:
    doc = Doc(Vocab(), words=["Rebels", "fled"], tags=["NNS", "VBD"], heads=[1, 1], deps=["nsubj", "ROOT"])
    assert [node.upos for node in to_trees(doc, "ud")] == ["NOUN", "VERB"]
    doc = Doc(Vocab(), words=["Rebels", "fled"], pos=["NOUN", "VERB"], heads=[1, 1], deps=["nsubj", "ROOT"])
    assert [node.xpos for node in to_trees(doc, "ud")] == ["NN", "VB"]


def test_scheme_is_told_by_the_labels() -> None:
    assert find_scheme(["ROOT", "nsubj", "obl"]) == "ud"
    assert find_scheme(["ROOT", "nsubj", "dobj"]) == "clearnlp"
    with pytest.raises(UsageError, match="labels"):
        find_scheme(["ROOT", "SBJ"])
