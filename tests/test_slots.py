"""Which words stand in which slots, told and understood: trees are written by hand, no model is needed."""

from __future__ import annotations

import pytest
from hand_trees import find_word, to_tree

from kg.extract.slots import SlotFinder
from kg.gazetteer import load_gazetteer
from kg.lexicon import load_lexicon

# Each case: its tree, and for each verb (or "noun:" word) all of its slots.
CASES: dict[str, tuple[str, dict[str, dict[str, str]]]] = {
    "active": (
        "gunmen NNS 2 nsubj\nattacked VBD 0 root\nthe DT 4 det\npalace NN 2 obj\nwith IN 6 case\nrockets NNS 2 obl",
        {"attacked": {"subj": "gunmen", "obj": "palace", "with": "rockets"}},
    ),
    "passive with its agent": (
        "palaces NNS 3 nsubj:pass\nwere VBD 3 aux:pass\nattacked VBN 0 root\nby IN 5 case\ngunmen NNS 3 obl:agent",
        {"attacked": {"subj": "gunmen", "obj": "palaces"}},
    ),
    "passive without one": (
        "palaces NNS 3 nsubj:pass\nwere VBD 3 aux:pass\nattacked VBN 0 root\nin IN 5 case\nKabul NNP 3 obl",
        {"attacked": {"obj": "palaces", "in": "Kabul"}},
    ),
    "passive whose subject is not marked so": (
        "palaces NNS 3 nsubj\nwere VBD 3 aux:pass\nattacked VBN 0 root",
        {"attacked": {"obj": "palaces"}},
    ),
    "a by-phrase of the active is no agent": (
        "rebels NNS 2 nsubj\narrived VBD 0 root\nby IN 4 case\nboat NN 2 obl",
        {"arrived": {"subj": "rebels", "by": "boat"}},
    ),
    "two objects": (
        "Norway NNP 2 nsubj\ngave VBD 0 root\nrefugees NNS 2 iobj\ntents NNS 2 obj",
        {"gave": {"subj": "Norway", "iobj": "refugees", "obj": "tents"}},
    ),
    "subject control": (
        "rebels NNS 2 nsubj\npromised VBD 0 root\nto TO 4 mark\nrelease VB 2 xcomp\nhostages NNS 4 obj",
        {
            "promised": {"subj": "rebels", "comp": "release"},
            "release": {"subj": "rebels", "obj": "hostages"},
        },
    ),
    "object control": (
        "generals NNS 2 nsubj\nforced VBD 0 root\nministers NNS 2 obj\nto TO 5 mark\n"
        "cancel VB 2 xcomp\ntalks NNS 5 obj",
        {
            "forced": {"subj": "generals", "obj": "ministers", "comp": "cancel"},
            "cancel": {"subj": "ministers", "obj": "talks"},
        },
    ),
    "object control in the passive": (
        "ministers NNS 3 nsubj:pass\nwere VBD 3 aux:pass\nforced VBN 0 root\nto TO 5 mark\nresign VB 3 xcomp",
        {"forced": {"obj": "ministers", "comp": "resign"}, "resign": {"subj": "ministers"}},
    ),
    "the accused does what is said of him": (
        "judges NNS 2 nsubj\naccused VBD 0 root\nsoldiers NNS 2 obj\nof IN 5 mark\n"
        "burning VBG 2 advcl\nfarms NNS 5 obj",
        {
            "accused": {"subj": "judges", "obj": "soldiers", "of": "burning"},
            "burning": {"subj": "soldiers", "obj": "farms"},
        },
    ),
    "raising": (
        "rebels NNS 2 nsubj\nseem VBP 0 root\nto TO 5 mark\nhave VB 5 aux\nleft VBN 2 xcomp\nGao NNP 5 obj",
        {"left": {"subj": "rebels", "obj": "Gao"}},
    ),
    "chain of infinitives": (
        "rebels NNS 2 nsubj\nagreed VBD 0 root\nto TO 4 mark\ntry VB 2 xcomp\nto TO 6 mark\nwithdraw VB 4 xcomp",
        {"try": {"subj": "rebels", "comp": "withdraw"}, "withdraw": {"subj": "rebels"}},
    ),
    "aim of the clause": (
        "Chad NNP 2 nsubj\nsent VBD 0 root\ntroops NNS 2 obj\nto TO 5 mark\nprotect VB 2 advcl\npilgrims NNS 5 obj",
        {"sent": {"subj": "Chad", "obj": "troops"}},
    ),
    "participle after a comma": (
        "troops NNS 2 nsubj\nfired VBD 0 root\n, , 4 punct\nkilling VBG 2 advcl\nnomads NNS 4 obj",
        {"killing": {"subj": "troops", "obj": "nomads"}},
    ),
    "relative pronoun as subject": (
        "gunmen NNS 5 nsubj\nwho WP 3 nsubj\nstormed VBD 1 acl:relcl\nhotels NNS 3 obj\nescaped VBD 0 root",
        {"stormed": {"subj": "gunmen", "obj": "hotels"}, "escaped": {"subj": "gunmen"}},
    ),
    "relative pronoun as object": (
        "towns NNS 5 nsubj\nthat WDT 4 obj\nrebels NNS 4 nsubj\nseized VBD 1 acl:relcl\nstarve VBP 0 root",
        {"seized": {"subj": "rebels", "obj": "towns"}},
    ),
    "relative clause without a pronoun": (
        "towns NNS 4 nsubj\nrebels NNS 3 nsubj\nseized VBD 1 acl:relcl\nstarve VBP 0 root",
        {"seized": {"subj": "rebels", "obj": "towns"}},
    ),
    "relative pronoun in a passive": (
        "towns NNS 5 nsubj\nthat WDT 4 nsubj:pass\nwere VBD 4 aux:pass\nseized VBN 1 acl:relcl\nstarve VBP 0 root",
        {"seized": {"obj": "towns"}},
    ),
    "past participle behind the noun": (
        "villages NNS 0 root\nburned VBN 1 acl\nby IN 4 case\nmilitiamen NNS 2 obl:agent",
        {"burned": {"obj": "villages", "subj": "militiamen"}},
    ),
    "present participle behind the noun": (
        "soldiers NNS 4 nsubj\nguarding VBG 1 acl\ndams NNS 2 obj\nslept VBD 0 root",
        {"guarding": {"subj": "soldiers", "obj": "dams"}, "slept": {"subj": "soldiers"}},
    ),
    "coordinated verbs share their subject": (
        "rebels NNS 2 nsubj\nstormed VBD 0 root\njails NNS 2 obj\nand CC 5 cc\nfreed VBD 2 conj\nthieves NNS 5 obj",
        {"stormed": {"subj": "rebels", "obj": "jails"}, "freed": {"subj": "rebels", "obj": "thieves"}},
    ),
    "coordinated verbs share their object": (
        "rebels NNS 2 nsubj\nattacked VBD 0 root\nand CC 4 cc\nburned VBD 2 conj\nchurches NNS 4 obj",
        {"attacked": {"subj": "rebels", "obj": "churches"}, "burned": {"subj": "rebels", "obj": "churches"}},
    ),
    "coordinated verbs with subjects of their own": (
        "police NNS 2 nsubj\nfled VBD 0 root\nand CC 5 cc\nrebels NNS 5 nsubj\nadvanced VBD 2 conj",
        {"fled": {"subj": "police"}, "advanced": {"subj": "rebels"}},
    ),
    "coordinated agents and targets": (
        "soldiers NNS 4 nsubj\nand CC 3 cc\nmilitiamen NNS 1 conj\nshot VBD 0 root\nmonks NNS 4 obj\n"
        "and CC 7 cc\nnuns NNS 5 conj",
        {"shot": {"subj": "soldiers militiamen", "obj": "monks nuns"}},
    ),
    "predicate adjective": (
        "rebels NNS 3 nsubj\nare VBP 3 cop\nready JJ 0 root\nto TO 5 mark\nattack VB 3 xcomp\nGao NNP 5 obj",
        {"attack": {"subj": "rebels", "obj": "Gao"}},
    ),
    "plan with an owner": (
        "Rebels NNS 3 nmod:poss\n' POS 1 case\nplan NN 7 nsubj\nto TO 5 mark\nseize VB 3 acl\n"
        "Gao NNP 5 obj\nfailed VBD 0 root",
        {"seize": {"subj": "Rebels", "obj": "Gao"}},
    ),
    "attempt of the subject": (
        "rebels NNS 2 nsubj\nmade VBD 0 root\nattempts NNS 2 obj\nto TO 5 mark\nseize VB 3 acl\nGao NNP 5 obj",
        {"seize": {"subj": "rebels", "obj": "Gao"}},
    ),
    "over hung from the object": (
        "judges NNS 2 nsubj\nsued VBD 0 root\nministers NNS 2 obj\nover IN 5 case\nraids NNS 3 nmod",
        {"sued": {"subj": "judges", "obj": "ministers", "over": "raids"}},
    ),
    "preposition hung from the object": (
        "Kenya NNP 2 nsubj\nsent VBD 0 root\nsoldiers NNS 2 obj\nto IN 5 case\nHaiti NNP 3 nmod",
        {"sent": {"subj": "Kenya", "obj": "soldiers", "to": "Haiti"}},
    ),
    "arguments of a noun": (
        "attacks NNS 0 root\nby IN 3 case\nrebels NNS 1 nmod\non IN 5 case\nschools NNS 1 nmod\n"
        "in IN 7 case\nMali NNP 1 nmod",
        {"noun:attacks": {"by": "rebels", "on": "schools", "in": "Mali"}},
    ),
    "owner and compound of a noun": (
        "Israel NNP 4 nmod:poss\n's POS 1 case\nrocket NN 4 compound\nattack NN 0 root\non IN 6 case\nTyre NNP 4 nmod",
        {"noun:attack": {"poss": "Israel", "mod": "rocket", "on": "Tyre"}},
    ),
    "nation before a noun": (
        "Israeli JJ 2 amod\nattacks NNS 0 root",
        {"noun:attacks": {"mod": "Israeli"}},
    ),
    "other adjectives fill nothing": (
        "heavy JJ 2 amod\nattacks NNS 0 root",
        {"noun:attacks": {}},
    ),
    "who leads stands before the participle": (
        "Saudi JJ 3 amod\n- HYPH 1 punct\nled VBN 4 amod lead\nbombing NN 0 root",
        {"noun:bombing": {"by": "Saudi"}},
    ),
    "both sides of a noun": (
        "talks NNS 0 root\nbetween IN 3 case\nrebels NNS 1 nmod\nand CC 5 cc\nministers NNS 3 conj",
        {"noun:talks": {"between": "rebels ministers"}},
    ),
    "accusation hung from the accused": (
        "judges NNS 2 nsubj\naccused VBD 0 root\nsoldiers NNS 2 obj\nof IN 5 mark\nburning VBG 3 acl\nfarms NNS 5 obj",
        {"burning": {"subj": "soldiers", "obj": "farms"}},
    ),
    "second argument hung from the first": (
        "attacks NNS 0 root\nby IN 3 case\nrebels NNS 1 nmod\non IN 5 case\nschools NNS 3 nmod",
        {"noun:attacks": {"by": "rebels", "on": "schools"}},
    ),
    "place hung from the object": (
        "they PRP 2 nsubj\nheld VBD 0 root\ntalks NNS 2 obj\nwith IN 5 case\nrebels NNS 3 nmod\n"
        "in IN 7 case\nDoha NNP 5 nmod",
        {"noun:talks": {"with": "rebels", "in": "Doha"}},
    ),
    "coordinated passives share their subject": (
        "men NNS 3 nsubj:pass\nwere VBD 3 aux:pass\narrested VBN 0 root\nand CC 6 cc\n"
        "later RB 6 advmod\nfreed VBN 3 conj",
        {"arrested": {"obj": "men"}, "freed": {"obj": "men"}},
    ),
    "without and a gerund": (
        "troops NNS 2 nsubj\nleft VBD 0 root leave\nGao NNP 2 obj\nwithout IN 5 mark\n"
        "arresting VBG 2 advcl\nimams NNS 5 obj",
        {"arresting": {"subj": "troops", "obj": "imams"}},
    ),
}  # fmt: skip


def find_slots(text: str, word: str) -> dict[str, str]:
    tree = to_tree(text)
    finder = SlotFinder(tree, load_lexicon(), load_gazetteer())
    kind, _, name = word.rpartition(":")
    slots = (finder.of_noun if kind else finder.of_verb)(find_word(tree, name))
    return {slot: " ".join(tree.tokens[i].text for i in words) for slot, words in slots.items()}


def check(text: str, wanted: dict[str, dict[str, str]]) -> None:
    found = {word: find_slots(text, word) for word in wanted}
    assert found == wanted


@pytest.mark.parametrize("name", CASES)
def test_slots(name: str) -> None:
    check(*CASES[name])


def test_surface_subject_is_the_same_in_both_voices() -> None:
    for text in (
        "gunmen NNS 2 nsubj\nfled VBD 0 root",
        "gunmen NNS 3 nsubj:pass\nwere VBD 3 aux:pass\nfled VBN 0 root",
    ):
        tree = to_tree(text)
        finder = SlotFinder(tree, load_lexicon(), load_gazetteer())
        assert finder.surface_subject(find_word(tree, "fled")) == (0,)


def test_a_cycle_of_control_ends() -> None:
    tree = to_tree("try VB 2 xcomp\nhope VB 1 xcomp")
    finder = SlotFinder(tree, load_lexicon(), load_gazetteer())
    assert not finder.of_verb(0).get("subj") and not finder.of_verb(1).get("subj")


def test_no_case_is_lost() -> None:
    assert len(CASES) >= 35
