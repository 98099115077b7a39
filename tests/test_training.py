"""What training makes of the corpora, without the packages for training: invented names, roles, replaced names."""

from __future__ import annotations

import re
from random import Random

import pytest

from kg.training.augment import replace_names
from kg.training.conllu import Paragraph
from kg.training.invent import INVENTED_LABELS, invent
from kg.training.measures import Measures
from kg.training.roles import NONE, PREDICATE, UNREAD, add_roles
from kg.training.sample import Sample

WORDS = "Rebels who fled attacked Tarsa . It rained .".split()
HEADS = [3, 2, 0, 3, 3, 3, 7, 7, 7]


def to_paragraph() -> Paragraph:
    sample = Sample(source="doc", words=list(WORDS), spaces=[True] * 9, starts=[0, 6], heads=list(HEADS))
    return Paragraph(doc_id="doc", sample=sample, mentions=[], sentences=["s1", "s2"])


RECORD = {
    "tokens": [[0, 1]] * 6,
    "srl": [
        {"pred": 2, "roleset": "flee.01", "args": [["ARG0", 0, 0], ["R-ARG0", 1, 1]]},
        {"pred": 3, "roleset": "attack.01", "args": [["ARG0", 0, 2], ["ARG1", 4, 4]]},
        {"pred": 1, "roleset": "be.03", "args": []},
    ],
    "uds": [{"kind": "pred", "tok": 3, "factual": 1.5}, {"kind": "arg", "tok": 0}],
}


def test_an_argument_is_given_by_its_head() -> None:
    sample = add_roles(to_paragraph(), {"s1": RECORD})
    assert sample.roles == [(2, 0, "ARG0"), (2, 1, "R-ARG0"), (3, 0, "ARG0"), (3, 4, "ARG1")]
    assert sample.factuality == [(3, 1.5)]


def test_sentences_that_no_one_read_are_unknown() -> None:
    sample = add_roles(to_paragraph(), {"s1": RECORD})
    assert sample.frames == [NONE, NONE, PREDICATE, PREDICATE, NONE, NONE, UNREAD, UNREAD, UNREAD]
    part = sample.cut(6, 9)
    assert (part.roles, part.frames) == ([], [UNREAD] * 3)


def test_roles_of_sentences_that_no_one_read_do_not_count() -> None:
    gold = add_roles(to_paragraph(), {"s1": RECORD})
    found = Sample(
        source="doc", words=gold.words, spaces=gold.spaces, roles=[(3, 4, "ARG1"), (3, 5, "ARG2"), (7, 6, "ARG1")]
    )
    measures = Measures()
    measures.add_roles(gold, found)
    assert measures.role_score() == pytest.approx(200 * 1 / 6)
    assert measures.role_score("ARG1") == 100


@pytest.mark.parametrize("label", sorted(INVENTED_LABELS))
def test_invented_names_are_many_and_plain(label: str) -> None:
    names = [invent(label, Random(seed)) for seed in range(300)]
    assert len(set(names)) > 200
    for name in names:
        assert re.fullmatch(r"[\w .'&-]+", name), name
        assert "{" not in name and any(char.isupper() for char in name)


def test_the_same_seed_invents_the_same() -> None:
    assert invent("ORG", Random(7)) == invent("ORG", Random(7))


def test_replaced_names_stay_names() -> None:
    sample = Sample(
        source="doc", words="Rebels attacked the town of Tarsa near Mount Ulm .".split(), spaces=[True] * 10,
        has_names=True, names=[(5, 6, "GPE"), (7, 9, "LOC")],
    )  # fmt: skip
    labels = set()
    for seed in range(200):
        changed = replace_names(sample, Random(seed))
        assert [changed.words[i] for i in (0, 1, 2, 3, 4, -1)] == ["Rebels", "attacked", "the", "town", "of", "."]
        assert len(changed.names) == 2
        for first, end, label in changed.names:
            assert 0 <= first < end < len(changed.words)
            assert changed.words[first].lower() != "the"
            labels.add(label)
        between = changed.words[changed.names[0][1] : changed.names[1][0]]
        assert [word for word in between if word != "the"] == ["near"]
    assert labels == {"GPE", "LOC", "FAC"}
