"""What negations, modals, embedding words and clauses make of an event: trees are written by hand."""

from __future__ import annotations

import pytest
from hand_trees import find_word, to_tree

from kg.extract.factuality import FactualityFinder
from kg.extract.frames import Frame
from kg.extract.slots import SlotFinder
from kg.extract.tree import Tree
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon
from kg.model import Factuality

SPOKEN = frozenset({"Demand"})
"""Classes of acts that happen also if they are rejected."""

# Each case: the tree, the word of the event, and what the text makes of it; where a verb serves a noun, "verb>noun";
# a class may go before.
CASES: dict[str, tuple[str, str, str]] = {
    "plain past": ("rebels NNS 2 nsubj\nattacked VBD 0 root", "attacked", "actual"),
    "not": ("rebels NNS 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nattack VB 0 root", "attack", "negated"),
    "never": ("rebels NNS 3 nsubj\nnever RB 3 advmod\nattacked VBD 0 root", "attacked", "negated"),
    "no longer": (
        "armies NNS 5 nsubj\nare VBP 5 aux\nno RB 4 advmod\nlonger RB 5 advmod\nfighting VBG 0 root",
        "fighting",
        "negated",
    ),
    "no before an event noun": ("no DT 2 det\nattack NN 3 nsubj\nhappened VBD 0 root", "attack", "negated"),
    "may": ("rebels NNS 3 nsubj\nmay MD 3 aux\nattack VB 0 root", "attack", "possible"),
    "will": ("rebels NNS 3 nsubj\nwill MD 3 aux\nattack VB 0 root", "attack", "planned"),
    "may not": ("rebels NNS 4 nsubj\nmay MD 4 aux\nnot RB 4 advmod\nattack VB 0 root", "attack", "possible"),
    "plan": ("rebels NNS 2 nsubj\nplan VBP 0 root\nto TO 4 mark\nattack VB 2 xcomp", "attack", "planned"),
    "order": (
        "he PRP 2 nsubj\nordered VBD 0 root\ntroops NNS 2 obj\nto TO 5 mark\nattack VB 2 xcomp",
        "attack",
        "planned",
    ),
    "manage": ("rebels NNS 2 nsubj\nmanaged VBD 0 root\nto TO 4 mark\nattack VB 2 xcomp", "attack", "actual"),
    "force": (
        "rebels NNS 2 nsubj\nforced VBD 0 root\nhim PRP 2 obj\nto TO 5 mark\nsurrender VB 2 xcomp",
        "surrender",
        "actual",
    ),
    "begin": ("rebels NNS 2 nsubj\nbegan VBD 0 root\nto TO 4 mark\nattack VB 2 xcomp", "attack", "actual"),
    "fail": ("rebels NNS 2 nsubj\nfailed VBD 0 root\nto TO 4 mark\nattack VB 2 xcomp", "attack", "negated"),
    "refuse": ("rebels NNS 2 nsubj\nrefused VBD 0 root\nto TO 4 mark\ndisarm VB 2 xcomp", "disarm", "negated"),
    "did not fail": (
        "they PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nfail VB 0 root\nto TO 6 mark\nattack VB 4 xcomp",
        "attack",
        "actual",
    ),
    "did not plan": (
        "they PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nplan VB 0 root\nto TO 6 mark\nattack VB 4 xcomp",
        "attack",
        "negated",
    ),
    "may plan": (
        "they PRP 3 nsubj\nmay MD 3 aux\nplan VB 0 root\nto TO 5 mark\nattack VB 3 xcomp",
        "attack",
        "possible",
    ),
    "prevent": (
        "police NNS 2 nsubj\nprevented VBD 0 root\nthe DT 4 det\nbombing NN 2 obj",
        "bombing",
        "negated",
    ),
    "suspect that": (
        "police NNS 2 nsubj\nsuspect VBP 0 root\nthat IN 5 mark\nrebels NNS 5 nsubj\nattacked VBD 2 ccomp",
        "attacked",
        "possible",
    ),
    "say that": (
        "police NNS 2 nsubj\nsaid VBD 0 root\nthat IN 5 mark\nrebels NNS 5 nsubj\nattacked VBD 2 ccomp",
        "attacked",
        "actual",
    ),
    "not true that": (
        "it PRP 4 expl\nis VBZ 4 cop\nnot RB 4 advmod\ntrue JJ 0 root\nthat IN 7 mark\nrebels NNS 7 nsubj\n"
        "attacked VBD 4 csubj",
        "attacked",
        "negated",
    ),
    "if": (
        "if IN 3 mark\nrebels NNS 3 nsubj\nattack VBP 5 advcl\nwe PRP 5 nsubj\nflee VBP 0 root",
        "attack",
        "possible",
    ),
    "what follows an if": (
        "if IN 3 mark\nrebels NNS 3 nsubj\nattack VBP 6 advcl\nwe PRP 6 nsubj\nwill MD 6 aux\nflee VB 0 root",
        "flee",
        "planned",
    ),
    "without": (
        "they PRP 2 nsubj\nleft VBD 0 root\nwithout IN 4 mark\narresting VBG 2 advcl",
        "arresting",
        "negated",
    ),
    "aim": (
        "they PRP 2 nsubj\ncame VBD 0 root\nto TO 4 mark\narrest VB 2 advcl\nhim PRP 4 obj",
        "arrest",
        "planned",
    ),
    "after": (
        "they PRP 3 nsubj\nwill MD 3 aux\nflee VB 0 root\nafter IN 6 mark\nrebels NNS 6 nsubj\nattacked VBD 3 advcl",
        "attacked",
        "actual",
    ),
    "question": ("did VBD 3 aux\nrebels NNS 3 nsubj\nattack VB 0 root\n? . 3 punct", "attack", "possible"),
    "infinitive of a headline": ("troops NNS 3 nsubj\nto TO 3 mark\nwithdraw VB 0 root", "withdraw", "planned"),
    "failed attack": ("a DT 3 det\nfailed VBN 3 amod\nattack NN 4 nsubj\nensued VBD 0 root", "attack", "negated"),
    "alleged attack": ("alleged JJ 2 amod\nattacks NNS 3 nsubj\nensued VBD 0 root", "attacks", "possible"),
    "ready": (
        "they PRP 3 nsubj\nare VBP 3 cop\nready JJ 0 root\nto TO 5 mark\nattack VB 3 xcomp",
        "attack",
        "planned",
    ),
    "plot": (
        "a DT 2 det\nplot NN 0 root\nto TO 4 mark\nattack VB 2 acl\nGao NNP 4 obj",
        "attack",
        "planned",
    ),
    "fear of": ("fear NN 0 root\nof IN 3 case\nattacks NNS 1 nmod", "attacks", "possible"),
    "cancelled": (
        "the DT 2 det\nelection NN 4 nsubj:pass\nwas VBD 4 aux:pass\ncancelled VBN 0 root",
        "election",
        "negated",
    ),
    "cancelling happens": (
        "the DT 2 det\nelection NN 4 nsubj:pass\nwas VBD 4 aux:pass\ncancelled VBN 0 root",
        "cancelled",
        "actual",
    ),
    "subject of what is only planned": (
        "the DT 2 det\nattack NN 4 nsubj\nmay MD 4 aux\ndelay VB 0 root\ntalks NNS 4 obj",
        "attack",
        "actual",
    ),
    "relative clauses are islands": (
        "they PRP 3 nsubj\nwill MD 3 aux\narrest VB 0 root\nmen NNS 3 obj\nwho WP 6 nsubj\nattacked VBD 4 acl:relcl",
        "attacked",
        "actual",
    ),
    "coordination shares its modal": (
        "they PRP 3 nsubj\nwill MD 3 aux\nattack VB 0 root\nand CC 5 cc\nburn VB 3 conj",
        "burn",
        "planned",
    ),
    "clauses of their own share none": (
        "they PRP 3 nsubj\nmay MD 3 aux\nleave VB 0 root\nbut CC 6 cc\nrebels NNS 6 nsubj\nattacked VBD 3 conj",
        "attacked",
        "actual",
    ),
    "light verb in the future": (
        "they PRP 3 nsubj\nwill MD 3 aux\nlaunch VB 0 root\nan DT 5 det\nattack NN 3 obj",
        "launch>attack",
        "planned",
    ),
    "light verb denied": (
        "they PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nlaunch VB 0 root\nattacks NNS 4 obj",
        "launch>attacks",
        "negated",
    ),
    "nobody": (
        "nobody NN 2 nsubj\nattacked VBD 0 root\nGao NNP 2 obj",
        "attacked",
        "negated",
    ),
    "neither and nor": (
        "neither CC 2 cc:preconj\nsoldiers NNS 5 nsubj\nnor CC 4 cc\nrebels NNS 2 conj\nattacked VBD 0 root",
        "attacked",
        "negated",
    ),
    "no before what it is done to": (
        "no DT 2 det\nhostages NNS 4 nsubj:pass\nwere VBD 4 aux:pass\nreleased VBN 0 root",
        "released",
        "negated",
    ),
    "rejected demand": (
        "the DT 2 det\ndemand NN 4 nsubj:pass\nwas VBD 4 aux:pass\nrejected VBN 0 root",
        "Demand:demand",
        "actual",
    ),
    "known fact that is not known": (
        "he PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nknow VB 0 root\nthat IN 7 mark\nrebels NNS 7 nsubj\n"
        "attacked VBD 4 ccomp",
        "attacked",
        "actual",
    ),
    "what was not said is open": (
        "he PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nsay VB 0 root\nthat IN 7 mark\nrebels NNS 7 nsubj\n"
        "attacked VBD 4 ccomp",
        "attacked",
        "possible",
    ),
    "what is not thought is denied": (
        "he PRP 4 nsubj\ndoes VBZ 4 aux\nnot RB 4 advmod\nthink VB 0 root\nthat IN 7 mark\nrebels NNS 7 nsubj\n"
        "attacked VBD 4 ccomp",
        "attacked",
        "negated",
    ),
    "warned that": (
        "he PRP 2 nsubj\nwarned VBD 0 root\nthat IN 5 mark\nrebels NNS 5 nsubj\nattacked VBD 2 ccomp",
        "attacked",
        "actual",
    ),
    "not only": (
        "not RB 4 advmod\nonly RB 1 advmod\nrebels NNS 4 nsubj\nattacked VBD 0 root",
        "attacked",
        "actual",
    ),
    "going to": (
        "rebels NNS 3 nsubj\nare VBP 3 aux\ngoing VBG 0 root\nto TO 5 mark\nattack VB 3 xcomp",
        "attack",
        "planned",
    ),
    "have yet to": (
        "rebels NNS 2 nsubj\nhave VBP 0 root\nyet RB 2 advmod\nto TO 5 mark\ndisarm VB 2 xcomp",
        "disarm",
        "negated",
    ),
    "had to": (
        "rebels NNS 2 nsubj\nhad VBD 0 root\nto TO 4 mark\nwithdraw VB 2 xcomp",
        "withdraw",
        "actual",
    ),
    "have to": (
        "rebels NNS 2 nsubj\nhave VBP 0 root\nto TO 4 mark\nwithdraw VB 2 xcomp",
        "withdraw",
        "planned",
    ),
    "were able to": (
        "rebels NNS 3 nsubj\nwere VBD 3 cop\nable JJ 0 root\nto TO 5 mark\nattack VB 3 xcomp",
        "attack",
        "actual",
    ),
    "too weak to": (
        "rebels NNS 4 nsubj\nare VBP 4 cop\ntoo RB 4 advmod\nweak JJ 0 root\nto TO 6 mark\nattack VB 4 xcomp",
        "attack",
        "negated",
    ),
    "vital to": (
        "it PRP 3 expl\nis VBZ 3 cop\nvital JJ 0 root\nto TO 5 mark\narrest VB 3 csubj\nhim PRP 5 obj",
        "arrest",
        "planned",
    ),
    "command": (
        "arrest VB 0 root\nhim PRP 1 obj",
        "arrest",
        "planned",
    ),
    "why": (
        "why WRB 4 advmod\ndid VBD 4 aux\nrebels NNS 4 nsubj\nattack VB 0 root\n? . 4 punct",
        "attack",
        "actual",
    ),
    "who": (
        "who WP 2 nsubj\nattacked VBD 0 root\nGao NNP 2 obj\n? . 2 punct",
        "attacked",
        "possible",
    ),
    "once it is over": (
        "talks NNS 3 nsubj\nwill MD 3 aux\nresume VB 0 root\nonce IN 6 mark\nrebels NNS 6 nsubj\nwithdraw VBP 3 advcl",
        "withdraw",
        "planned",
    ),
    "aside of what was not done": (
        "they PRP 4 nsubj\ndid VBD 4 aux\nnot RB 4 advmod\nstay VB 0 root\n, , 6 punct\nwithdrawing VBG 4 advcl",
        "withdrawing",
        "actual",
    ),
    "more than": (
        "they PRP 2 nsubj\nkilled VBD 0 root\nmore JJR 2 obj\nthan IN 6 mark\nthey PRP 6 nsubj\narrested VBD 3 advcl",
        "arrested",
        "actual",
    ),
    "to before a gerund": (
        "he PRP 2 nsubj\nconfessed VBD 0 root\nto IN 4 mark\nbombing VBG 2 advcl\nbuses NNS 4 obj",
        "bombing",
        "actual",
    ),
}


def to_frame(tree: Tree, words: str, kind: str) -> Frame:
    """A frame at the word of the event, as far as factuality asks for it."""
    helper, _, word = words.rpartition(">")
    head = find_word(tree, word)
    finder = SlotFinder(tree, load_lexicon(), load_gazetteer())
    return Frame(
        head=head, first=head, last=head, kind=kind, pos="v" if tree.is_verb(head) else "n", roles=(),
        slots=finder.of_verb(head) if tree.is_verb(head) else finder.of_noun(head),
        used=frozenset(), words=frozenset({head}), helper=find_word(tree, helper) if helper else None,
    )  # fmt: skip


def find_factuality(text: str, words: str) -> Factuality:
    tree = to_tree(text)
    kind, _, word = words.rpartition(":")
    finder = FactualityFinder(tree, load_lexicon(), spoken=SPOKEN)
    return finder.of_frame(to_frame(tree, word, kind or "Event"))


@pytest.mark.parametrize("name", CASES)
def test_factuality(name: str) -> None:
    text, words, wanted = CASES[name]
    assert find_factuality(text, words) == wanted


def test_no_case_is_lost() -> None:
    assert len(CASES) >= 60
