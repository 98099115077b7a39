"""Which mentions stand for one thing, and which must not be taken for it: parses are written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hand_trees import to_tree

from kg.extract.coreference import find_things
from kg.extract.names import find_names
from kg.extract.nominals import find_nominals
from kg.extract.pronouns import is_quoted
from kg.extract.things import Things
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.model import Article, Extraction

Labels = dict[str, str]
Groups = set[tuple[str, ...]]

HARUN = "Harun NNP 3 nsubj\nQuxley NNP 1 flat\nspoke VBD 0 root\n. . 3 punct"
LEILA = "Leila NNP 3 nsubj\nQuxton NNP 1 flat\nlistened VBD 0 root\n. . 3 punct"
PEOPLE = {"Harun Quxley": "PERSON", "Leila Quxton": "PERSON"}

# Each case: the trees, the names that the pipeline marks, and the mentions of each thing that is spoken of twice.
CASES: dict[str, tuple[str, Labels, Groups]] = {
    "name again": (
        "Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nThen RB 3 advmod\nHamas NNP 3 nsubj\nleft VBD 0 root",
        {},
        {("Hamas", "Hamas")},
    ),
    "other spelling of a name": (
        "Taliban NNP 2 nsubj\nwaited VBD 0 root\n\nThen RB 3 advmod\nTaleban NNP 3 nsubj\nleft VBD 0 root",
        {},
        {("Taliban", "Taleban")},
    ),
    "he for the one person": (
        f"{HARUN}\n\nHe PRP 2 nsubj\nleft VBD 0 root",
        PEOPLE,
        {("Harun Quxley", "He")},
    ),
    "his": (
        "Harun NNP 3 nsubj\nQuxley NNP 1 flat\nsold VBD 0 root\nhis PRP$ 5 nmod:poss\nhouse NN 3 obj",
        PEOPLE,
        {("Harun Quxley", "his")},
    ),
    "he is no group": ("Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nHe PRP 2 nsubj\nleft VBD 0 root", {}, set()),
    "she is no man": (
        "The DT 2 det\nman NN 3 nsubj\nwaited VBD 0 root\n\nShe PRP 2 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "he in a later sentence": (
        f"{HARUN}\n\nIt PRP 2 expl\nrained VBD 0 root\n\nIt PRP 2 expl\nsnowed VBD 0 root\n\n"
        "He PRP 2 nsubj\nleft VBD 0 root",
        PEOPLE,
        set(),
    ),
    "it for the group": (
        "Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nIt PRP 2 nsubj\nleft VBD 0 root",
        {},
        {("Hamas", "It")},
    ),
    "it is no person": (f"{HARUN}\n\nIt PRP 2 nsubj\nleft VBD 0 root", PEOPLE, set()),
    "they for the plural": (
        "The DT 2 det\nrebels NNS 3 nsubj\nmet VBD 0 root\nHarun NNP 3 obj\nQuxley NNP 4 flat\n\n"
        "They PRP 2 nsubj\nleft VBD 0 root",
        PEOPLE,
        {("The rebels", "They")},
    ),
    "itself for the subject": (
        "Hamas NNP 2 nsubj\ncalls VBZ 0 root\nitself PRP 2 obj\nready JJ 2 xcomp",
        {},
        {("Hamas", "itself")},
    ),
    "apposition": (
        "Harun NNP 6 nsubj\nQuxley NNP 1 flat\n, , 5 punct\na DT 5 det\nspokesman NN 1 appos\nspoke VBD 0 root",
        PEOPLE,
        {("Harun Quxley", "a spokesman")},
    ),
    "apposition after the description": (
        "The DT 2 det\nspokesman NN 6 nsubj\n, , 4 punct\nHarun NNP 2 appos\nQuxley NNP 4 flat\nspoke VBD 0 root",
        PEOPLE,
        {("The spokesman", "Harun Quxley")},
    ),
    "apposition of another class": (
        "Harun NNP 6 nsubj\nQuxley NNP 1 flat\n, , 5 punct\na DT 5 det\npalace NN 1 appos\nspoke VBD 0 root",
        PEOPLE,
        set(),
    ),
    "the group for the armed group": (
        "Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nThe DT 2 det\ngroup NN 3 nsubj\nleft VBD 0 root",
        {},
        {("Hamas", "The group")},
    ),
    "a group is a new one": (
        "Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nA DT 2 det\ngroup NN 3 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "the office of before": (
        "They PRP 2 nsubj\nopened VBD 0 root\nan DT 4 det\noffice NN 2 obj\n\n"
        "The DT 2 det\noffice NN 3 nsubj\nclosed VBD 0 root",
        {},
        {("an office", "The office")},
    ),
    "another office": (
        "They PRP 2 nsubj\nopened VBD 0 root\nan DT 4 det\noffice NN 2 obj\n\n"
        "A DT 2 det\noffice NN 3 nsubj\nclosed VBD 0 root",
        {},
        set(),
    ),
    "the new office is not the old one": (
        "They PRP 2 nsubj\nhad VBD 0 root\nan DT 5 det\nold JJ 5 amod\noffice NN 2 obj\n\n"
        "The DT 3 det\nnew JJ 3 amod\noffice NN 4 nsubj\nclosed VBD 0 root",
        {},
        set(),
    ),
    "counted people are others": (
        "Five CD 2 nummod\nsoldiers NNS 3 nsubj\ndied VBD 0 root\n\n"
        "Two CD 2 nummod\nsoldiers NNS 3 nsubj\nfled VBD 0 root",
        {},
        set(),
    ),
    "the country": (
        "Mali NNP 2 nsubj\nvoted VBD 0 root\n\nThe DT 2 det\ncountry NN 3 nsubj\nwaits VBZ 0 root",
        {},
        {("Mali", "The country")},
    ),
    "the country after two": (
        "Mali NNP 4 nsubj\nand CC 3 cc\nNiger NNP 1 conj\nvoted VBD 0 root\n\n"
        "The DT 2 det\ncountry NN 3 nsubj\nwaits VBZ 0 root",
        {},
        set(),
    ),
    "the government of the country named": (
        "The DT 3 det\nMalian JJ 3 amod\ngovernment NN 4 nsubj\nvoted VBD 0 root\n\n"
        "The DT 2 det\ngovernment NN 3 nsubj\nwaits VBZ 0 root",
        {},
        {("Malian government", "The government")},
    ),
    "soldiers of two owners": (
        "Israel NNP 3 nmod:poss\n's POS 1 case\nsoldiers NNS 4 nsubj\nleft VBD 0 root\n\n"
        "Syria NNP 3 nmod:poss\n's POS 1 case\nsoldiers NNS 4 nsubj\nstayed VBD 0 root",
        {},
        set(),
    ),
    "she is no spokesman": (
        "The DT 2 det\nspokesman NN 3 nsubj\nwaited VBD 0 root\n\nShe PRP 2 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "the group after two": (
        "Hamas NNP 4 nsubj\nand CC 3 cc\nHezbollah NNP 1 conj\nmet VBD 0 root\n\n"
        "The DT 2 det\ngroup NN 3 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "him is no one who asks": (
        f"{HARUN}\n\nThe DT 2 det\nman NN 3 nsubj\nasked VBD 0 root\nhim PRP 3 obj",
        PEOPLE,
        {("Harun Quxley", "him")},
    ),
    "he in a quotation is not who speaks": (
        '" `` 4 punct\nHe PRP 3 nsubj\nlied VBD 6 ccomp\n" \'\' 3 punct\nHarun NNP 6 nsubj\nsaid VBD 0 root',
        {"Harun": "PERSON"},
        set(),
    ),
    "them is no one who acts for them": (
        "Hamas NNP 2 nsubj\ngave VBD 0 root\nmoney NN 2 obj\nto IN 6 case\nthe DT 6 det\nrebels NNS 2 obl\n"
        "to TO 8 mark\nhelp VB 2 advcl\nthem PRP 8 obj",
        {},
        {("the rebels", "them")},
    ),
    "its of the first of two": (
        "Hamas NNP 5 nsubj\nand CC 4 cc\nits PRP$ 4 nmod:poss\nallies NNS 1 conj\nwaited VBD 0 root",
        {},
        {("Hamas", "its")},
    ),
    "it that stands for nothing": (
        "Hamas NNP 2 nsubj\nwaited VBD 0 root\n\nIt PRP 2 expl\nrained VBD 0 root",
        {},
        set(),
    ),
    "two who are as likely": (
        "The DT 2 det\nman NN 6 nsubj\nand CC 5 cc\nthe DT 5 det\nguard NN 2 conj\nmet VBD 0 root\n\n"
        "He PRP 2 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "what someone is": (
        "Harun NNP 5 nsubj\nQuxley NNP 1 flat\nis VBZ 5 cop\na DT 5 det\nspokesman NN 0 root",
        PEOPLE,
        {("Harun Quxley", "a spokesman")},
    ),
    "what someone is not": (
        "Harun NNP 6 nsubj\nQuxley NNP 1 flat\nis VBZ 6 cop\nnot RB 6 advmod\na DT 6 det\nspokesman NN 0 root",
        PEOPLE,
        set(),
    ),
    "the president for the person": (
        "President NNP 2 nmod:desc\nHarun NNP 3 nsubj\nleft VBD 0 root\n\n"
        "The DT 2 det\npresident NN 3 nsubj\nspoke VBD 0 root",
        {"Harun": "PERSON"},
        {("Harun", "The president")},
    ),
    "people are others each time": (
        "People NNS 2 nsubj\nwaited VBD 0 root\n\nIt PRP 2 expl\nrained VBD 0 root\n\n"
        "It PRP 2 expl\nsnowed VBD 0 root\n\nPeople NNS 2 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "more rebels are others": (
        "The DT 2 det\nrebels NNS 3 nsubj\nwaited VBD 0 root\n\nMore JJR 2 amod\nrebels NNS 3 nsubj\nleft VBD 0 root",
        {},
        set(),
    ),
    "the council of a name": (
        "The DT 3 det\nSecurity NNP 3 compound\nCouncil NNP 4 nsubj\nmet VBD 0 root\n\n"
        "The DT 2 det\ncouncil NN 3 nsubj\nvoted VBD 0 root",
        {"Security Council": "ORG"},
        {("Security Council", "The council")},
    ),
}  # fmt: skip


def find(tree: Tree) -> Things:
    gazetteer = load_gazetteer()
    return find_things(tree, find_nominals(tree, find_names(tree, gazetteer), gazetteer), gazetteer)


def find_groups(text: str, names: Labels) -> Groups:
    tree = to_tree(text, names)
    return {
        tuple(tree.span_text(mention.first, mention.last) for mention in thing.mentions)
        for thing in find(tree).all
        if len(thing.mentions) > 1
    }


@pytest.mark.parametrize("name", CASES)
def test_things(name: str) -> None:
    text, names, wanted = CASES[name]
    assert find_groups(text, names) == wanted


def test_she_joins_none_that_was_he() -> None:
    text = f"{HARUN}\n\nHe PRP 2 nsubj\nleft VBD 0 root\n\nShe PRP 2 nsubj\nstayed VBD 0 root"
    assert find_groups(text, PEOPLE) == {("Harun Quxley", "He")}


def test_nearest_subject_is_meant() -> None:
    assert find_groups(f"{HARUN}\n\n{LEILA}\n\nShe PRP 2 nsubj\nleft VBD 0 root", PEOPLE) == {("Leila Quxton", "She")}


def test_each_mention_stands_for_one_thing() -> None:
    for text, names, _ in CASES.values():
        things = find(to_tree(text, names))
        spans = [(m.first, m.last, m.form) for thing in things.all for m in thing.mentions]
        assert len(spans) == len(set(spans))
        assert [thing.number for thing in things.all] == list(range(len(things.all)))


def test_words_of_events_are_no_things() -> None:
    tree = to_tree("The DT 2 det\nattack NN 3 nsubj\nended VBD 0 root")
    gazetteer = load_gazetteer()
    assert find_things(tree, find_nominals(tree, (), gazetteer), gazetteer, events={1}).at(1) is None


def test_quotation_marks_are_counted_in_the_paragraph() -> None:
    tree = to_tree("\" `` 3 punct\nWe PRP 3 nsubj\nwon VBD 5 ccomp\n\" '' 3 punct\nsaid VBD 0 root\nHarun NNP 5 nsubj")
    assert is_quoted(tree, 1) and not is_quoted(tree, 5)


@pytest.mark.model
def test_pronouns_and_adjectives_are_no_names(read_article: Callable[[Article], Extraction]) -> None:
    """A government that acts as "it", "its" or "Chadian" is not called so."""
    text = "Chad said its troops had left Abeche. It accused Libya of arming rebels. A Chadian envoy flew to Tripoli."
    extraction = read_article(Article(id="chad", text=text))
    (government,) = (e for e in extraction.entities if e.kind == "Government" and "Chad" in e.label)
    assert {government.label, *government.alt_labels} == {"Chadian government", "Chad"}
