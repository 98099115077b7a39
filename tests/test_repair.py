"""Trees that small parsers get wrong, put right; and those that must stay as they are."""

from __future__ import annotations

import pytest
from hand_trees import find_word, to_tree

from kg.extract.names import find_names
from kg.extract.repair import join_names, repair
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import Parse

Links = dict[str, tuple[str, str]]

# Each case: the tree, and word by word the head and label that it must have afterwards.
CASES: dict[str, tuple[str, Links]] = {
    "noun after 'after' before a finite verb": (
        "people NNS 2 nsubj\nfled VBD 0 root\nafter IN 4 case\nrebels NNS 2 obl\nattacked VBD 2 conj\nGao NNP 5 obj",
        {"rebels": ("attacked", "nsubj"), "after": ("attacked", "mark"), "attacked": ("fled", "advcl")},
    ),
    "coordinate of its like, not of the event": (
        "an DT 2 det\nattack NN 0 root\non IN 5 case\nthe DT 5 det\npalace NN 2 nmod\nand CC 8 cc\na DT 8 det\n"
        "base NN 2 conj",
        {"base": ("palace", "conj")},
    ),
    "names too": (
        "talks NNS 0 root\nwith IN 3 case\nIran NNP 1 nmod\nand CC 5 cc\nQatar NNP 1 conj",
        {"Qatar": ("Iran", "conj")},
    ),
    "not what is of another kind": (
        "an DT 2 det\nattack NN 0 root\nin IN 4 case\nGao NNP 2 nmod\nand CC 7 cc\na DT 7 det\nbase NN 2 conj",
        {"base": ("attack", "conj")},
    ),
    "nor another event": (
        "attacks NNS 0 root\non IN 3 case\nbases NNS 1 nmod\nand CC 5 cc\nkidnappings NNS 1 conj",
        {"kidnappings": ("attacks", "conj")},
    ),
    "a headline with a number and no noun after what may be its verb": (
        "Rebels NNS 2 compound\nattack NN 0 root\ntwelve CD 2 nummod",
        {"Rebels": ("attack", "compound"), "attack": ("attack", "root"), "twelve": ("attack", "nummod")},
    ),
    "in the passive": (
        "people NNS 2 nsubj\nfled VBD 0 root\nafter IN 4 case\nGao NNP 2 obl\nwas VBD 6 aux:pass\nshelled VBN 2 conj",
        {"Gao": ("shelled", "nsubj:pass"), "after": ("shelled", "mark"), "shelled": ("fled", "advcl")},
    ),
    "with an adverb between": (
        "people NNS 2 nsubj\nfled VBD 0 root\nas IN 4 case\ntroops NNS 2 obl\nslowly RB 6 advmod\nadvanced VBD 2 conj",
        {"troops": ("advanced", "nsubj"), "as": ("advanced", "mark"), "advanced": ("fled", "advcl")},
    ),
    "infinitive after the object of a verb of control": (
        "protests NNS 2 nsubj\nforced VBD 0 root\nministers NNS 2 obj\nto TO 5 mark\nresign VB 3 acl",
        {"resign": ("forced", "xcomp")},
    ),
    "infinitive after a participle of control": (
        "they PRP 2 nsubj\nmarched VBD 0 root\n, , 4 punct\nforcing VBG 2 advcl\nhim PRP 4 obj\nto TO 7 mark\n"
        "resign VB 2 advcl",
        {"resign": ("forcing", "xcomp"), "forcing": ("marched", "advcl")},
    ),
    "participle with an object after the subject": (
        "police NN 0 root\nheld VBN 1 amod\nten CD 4 nummod\nmen NNS 2 obj\nin IN 6 case\nGao NNP 1 nmod",
        {"police": ("held", "nsubj"), "Gao": ("held", "obl"), "men": ("held", "obj")},
    ),
    "active voice by the object": (
        "guards NNS 2 nsubj:pass\nabused VBN 0 root\nmigrants NNS 2 obj",
        {"guards": ("abused", "nsubj")},
    ),
    "who speaks after a quoted clause": (
        "rebels NNS 2 nsubj\nfreed VBD 7 ccomp\nmen NNS 2 obj\n, , 2 punct\narmy NN 6 compound\n"
        "officers NNS 2 nsubj\nsaid VBD 0 root",
        {"officers": ("said", "nsubj"), "rebels": ("freed", "nsubj")},
    ),
    "who acts before a quoted clause": (
        "Chad NNP 6 nsubj\nfreed VBD 6 ccomp\nmen NNS 2 obj\n, , 2 punct\nofficers NNS 6 nsubj\nsaid VBD 0 root",
        {"Chad": ("freed", "nsubj"), "officers": ("said", "nsubj")},
    ),
    "a second object with a preposition": (
        "Peru NNP 2 nsubj\ngranted VBD 0 root\nasylum NN 2 obj\nto IN 5 case\nofficers NNS 2 obj",
        {"asylum": ("granted", "obj"), "officers": ("granted", "obl")},
    ),
}
UNTOUCHED: dict[str, str] = {
    "a date after 'after'": "people NNS 2 nsubj\nfled VBD 0 root\nafter IN 4 case\ndark NN 2 obl\n. . 2 punct",
    "a clause that has its subject": (
        "people NNS 2 nsubj\nfled VBD 0 root\nafter IN 5 mark\nrebels NNS 5 nsubj\nattacked VBD 2 advcl"
    ),
    "another preposition": (
        "people NNS 5 nsubj\nfrom IN 3 case\nvillages NNS 1 nmod\nslowly RB 5 advmod\nfled VBD 0 root"
    ),
    "an aim after a verb without control": (
        "Chad NNP 2 nsubj\nbought VBD 0 root\ndrones NNS 2 obj\nto TO 5 mark\nattack VB 2 advcl"
    ),
    "what a plan is for": ("they PRP 2 nsubj\nannounced VBD 0 root\nplans NNS 2 obj\nto TO 5 mark\nwithdraw VB 3 acl"),
    "a participle without an object": "police NN 0 root\nheld VBN 1 acl\nin IN 4 case\nGao NNP 2 obl",
    "a participle before its noun": ("police NN 4 nsubj\nheld VBN 3 amod\nmen NNS 4 compound\nfled VBD 0 root"),
    "a passive with a second object": ("men NNS 3 nsubj:pass\nwere VBD 3 aux:pass\ngiven VBN 0 root\narms NNS 3 obj"),
    "an infinitive of the verb itself": (
        "they PRP 2 nsubj\nforced VBD 0 root\nhim PRP 2 obj\nto TO 5 mark\nresign VB 2 xcomp"
    ),
}


def fix(tree: Tree) -> Parse:
    return repair(tree.parse, load_lexicon(), load_gazetteer())


@pytest.mark.parametrize("name", CASES)
def test_repaired(name: str) -> None:
    text, wanted = CASES[name]
    tree = to_tree(text)
    tokens = fix(tree).tokens
    words = {word: tokens[find_word(tree, word)] for word in wanted}
    assert {word: (tokens[token.head].text, token.dep) for word, token in words.items()} == wanted


@pytest.mark.parametrize("text", UNTOUCHED.values(), ids=UNTOUCHED)
def test_right_trees_stay(text: str) -> None:
    tree = to_tree(text)
    assert fix(tree).tokens == tree.tokens


@pytest.mark.parametrize("text", [*(text for text, _ in CASES.values()), *UNTOUCHED.values()])
def test_repairing_twice_changes_no_more(text: str) -> None:
    tree = to_tree(text)
    once = fix(tree)
    assert fix(Tree(once, tree.text)) == once


@pytest.mark.parametrize("text", [text for text, _ in CASES.values()])
def test_repaired_trees_are_trees(text: str) -> None:
    tree = Tree(fix(to_tree(text)), to_tree(text).text)
    roots = {token.i for token in tree.tokens if tree.head(token.i) is None}
    assert len(roots) == 1
    assert all(set(tree.ancestors(token.i)) & roots for token in tree.tokens if token.i not in roots)


def test_common_noun_at_the_beginning_is_no_name() -> None:
    tree = to_tree("Troops NNPS 2 nsubj\nsurrounded VBD 0 root\nGao NNP 2 obj", {"Troops": "PERSON", "Gao": "GPE"})
    parse = fix(tree)
    assert (parse.tokens[0].upos, parse.tokens[0].xpos) == ("NOUN", "NNS")
    assert [(name.first, name.label) for name in parse.names] == [(2, "GPE")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Taliban NNP 2 nsubj\nretreated VBD 0 root", {"Taliban": "ORG"}),
        ("Jordan NNP 2 nsubj\nprotested VBD 0 root", {"Jordan": "GPE"}),
        ("General NNP 3 nsubj\nAssembly NNP 1 flat\nmet VBD 0 root", {"General Assembly": "ORG"}),
        ("Quxley NNP 2 nsubj\nresigned VBD 0 root", {"Quxley": "PERSON"}),
    ],
)
def test_names_at_the_beginning_stay(text: str, names: dict[str, str]) -> None:
    tree = to_tree(text, names)
    assert fix(tree) == tree.parse


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        (
            "Chad NNP 5 nsubj\nPrime NNP 3 amod\nMinister NNP 1 flat\nBala NNP 1 flat\nleft VBD 0 root",
            {"Chad": "GPE", "Bala": "PERSON"},
            {"Bala": ("left", "nsubj"), "Chad": ("Bala", "compound"), "Minister": ("Bala", "nmod:desc")},
        ),
        (
            "Velmora NNP 5 nsubj\nPrime NNP 3 amod\nMinister NNP 1 flat\nBala NNP 1 flat\nleft VBD 0 root",
            {"Velmora Prime Minister": "PERSON", "Bala": "PERSON"},
            {"Bala": ("left", "nsubj"), "Velmora": ("Bala", "compound")},
        ),
        (
            "Chad NNP 4 nsubj\nambassador NN 1 flat\nBala NNP 1 flat\nleft VBD 0 root",
            {"Chad": "GPE", "Bala": "PERSON"},
            {"Chad": ("Bala", "compound"), "Bala": ("left", "nsubj")},
        ),
        (
            "the DT 3 det\nChad NNP 3 compound\nambassador NN 5 nsubj\nBala NNP 3 appos\nleft VBD 0 root",
            {"Chad": "GPE", "Bala": "PERSON"},
            {"ambassador": ("left", "nsubj"), "Bala": ("ambassador", "appos")},
        ),
        (
            "Ruiz NNP 4 nsubj\n, , 3 punct\nBala NNP 1 appos\nleft VBD 0 root",
            {"Ruiz": "PERSON", "Bala": "PERSON"},
            {"Ruiz": ("left", "nsubj"), "Bala": ("Ruiz", "conj")},
        ),
    ],
)
def test_who_holds_an_office_heads_the_phrase(text: str, names: dict[str, str], wanted: Links) -> None:
    tree = to_tree(text, names)
    tokens = join_names(tree.parse, find_names(tree, load_gazetteer()), load_gazetteer()).tokens
    words = {word: tokens[find_word(tree, word)] for word in wanted}
    assert {word: (tokens[token.head].text, token.dep) for word, token in words.items()} == wanted
