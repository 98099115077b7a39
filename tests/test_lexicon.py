"""What the lexicon says of words: which evoke which event, and what the words around an event do to it."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.builders import triggers
from kg.builders.triggers import EventNouns, RoleSets
from kg.errors import InputError
from kg.lexicon import (
    NOUN_SLOTS,
    PREPOSITIONS,
    VERB_SLOTS,
    Condition,
    Pos,
    Sense,
    load_lexicon,
    to_factuality,
)
from kg.ontology import load_ontology

LEXICON = load_lexicon()
ONTOLOGY = load_ontology()
SENSES = [sense for found in LEXICON.senses.values() for sense in found]
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CASES: list[dict[str, str]] = tomllib.loads((Path(__file__).parent / "triggers.toml").read_text(encoding="utf-8"))[
    "case"
]

LEAVES = {kind for kind in ONTOLOGY.event_classes if ONTOLOGY.descendants(kind) == {kind}}


def find_kinds(words: str, pos: Pos) -> set[str]:
    """The classes that WORDS may evoke."""
    return {sense.kind for sense in SENSES if " ".join(sense.words) == words and sense.pos == pos}


# What the table says


@pytest.mark.parametrize(
    ("words", "pos", "kind"),
    [
        ("ambush", "v", "ArmedAssault"),
        ("ambush", "n", "ArmedAssault"),
        ("open fire", "v", "ArmedAssault"),
        ("suicide bombing", "n", "SuicideBombing"),
        ("blow himself up", "v", "SuicideBombing"),
        ("airstrike", "n", "AirStrike"),
        ("drone strike", "n", "AirStrike"),
        ("hunger strike", "n", "Strike"),
        ("take hostage", "v", "Abduction"),
        ("lay down arm", "v", "Surrender"),
        ("claim responsibility", "v", "ClaimOfResponsibility"),
        ("claim of responsibility", "n", "ClaimOfResponsibility"),
        ("peace talk", "n", "Negotiation"),
        ("cease fire", "n", "AgreementEvent"),
        ("prisoner release", "n", "PrisonerRelease"),
        ("news conference", "n", "NewsConference"),
        ("publicity stunt", "n", "Propaganda"),
        ("step down", "v", "Appointment"),
        ("condemnation", "n", "Condemnation"),
        ("confession", "n", "ClaimOfResponsibility"),
    ],
)
def test_words_evoke_a_class(words: str, pos: Pos, kind: str) -> None:
    assert find_kinds(words, pos) == {kind}


@pytest.mark.parametrize(
    ("words", "pos"),
    [("attacker", "n"), ("killer", "n"), ("bomb", "n"), ("say", "v"), ("have", "v"), ("be", "v"), ("start", "v")],
)
def test_persons_things_and_empty_verbs_evoke_nothing(words: str, pos: Pos) -> None:
    assert find_kinds(words, pos) == set()


@pytest.mark.parametrize(
    ("words", "pos"),
    [
        ("leave", "v"),
        ("raise", "v"),
        ("lift", "v"),
        ("release", "v"),
        ("join", "v"),
        ("strike", "v"),
        ("strike", "n"),
        ("fire", "v"),
        ("shoot", "v"),
        ("hit", "v"),
        ("open", "v"),
        ("launch", "v"),
        ("seize", "v"),
        ("battle", "n"),
        ("battle", "v"),
        ("war", "n"),
        ("talk", "n"),
        ("charge", "v"),
        ("sign", "v"),
        ("meet", "v"),
        ("send", "v"),
        ("kill", "v"),
        ("suspend", "v"),
        ("call", "v"),
    ],
)
def test_words_of_many_senses_ask_something_of_their_context(words: str, pos: Pos) -> None:
    found = [sense for sense in SENSES if " ".join(sense.words) == words and sense.pos == pos]
    assert found
    assert all(sense.conditions for sense in found)


def test_roles_follow_the_meaning_of_the_word() -> None:
    (ambush,) = LEXICON.find_senses("ambush", "v")
    assert ambush.roles["subj"] == "agent"
    assert ambush.roles["obj"] == "target"
    killing = next(sense for sense in LEXICON.find_senses("killing", "n") if len(sense.words) == 1)
    assert killing.roles["of"] == "target"
    withdrawal = next(sense for sense in LEXICON.find_senses("withdrawal", "n") if len(sense.words) == 1)
    assert withdrawal.roles["of"] == "agent"
    assert withdrawal.roles["from"] == "origin"
    accuse = LEXICON.find_senses("accuse", "v")[-1]
    assert (accuse.roles["obj"], accuse.roles["of"]) == ("target", "topic")


@pytest.mark.parametrize(
    ("head", "pos", "kind", "slot", "role"),
    [
        ("release", "v", "PrisonerRelease", "obj", "target"),
        ("release", "v", "PrisonerRelease", "to", "counterpart"),
        ("release", "n", "PrisonerRelease", "of", "target"),
        ("lift", "v", "SanctionsRelief", "on", "target"),
        ("delist", "v", "SanctionsRelief", "obj", "target"),
        ("unfurl", "v", "SymbolicAct", "obj", "target"),
        ("infiltrate", "v", "Infiltration", "obj", "target"),
        ("infiltrate", "v", "Infiltration", "into", "target"),
        ("rescue", "v", "Rescue", "to", "destination"),
        ("propaganda", "n", "Propaganda", "through", "instrument"),
        ("clash", "v", "Clash", "with", "counterpart"),
        ("offensive", "n", "Clash", "against", "counterpart"),
        ("war", "n", "Conflict", "against", "target"),
        ("fight", "n", "Conflict", "against", "target"),
        ("rebel", "v", "Conflict", "against", "target"),
    ],
)
def test_slots_fill_the_roles_of_the_vocabulary(head: str, pos: Pos, kind: str, slot: str, role: str) -> None:
    found = [sense for sense in LEXICON.find_senses(head, pos) if sense.kind == kind and slot in sense.roles]
    assert found
    assert {sense.roles[slot] for sense in found} == {role}


@pytest.mark.parametrize("head", ["raise", "fundraise", "collect"])
def test_money_raised_fills_no_role(head: str) -> None:
    found = [sense for sense in LEXICON.find_senses(head, "v") if sense.kind == "Fundraising"]
    assert found
    assert all("obj" not in sense.roles for sense in found)


def test_who_ends_an_event_is_not_lent_to_it() -> None:
    assert not LEXICON.is_aspectual("stop")
    assert not LEXICON.is_aspectual("end")
    halt = LEXICON.find_embedder("halt", "v")
    assert halt is not None
    assert halt.effect is None, "what was halted had begun"


@pytest.mark.parametrize("kind", sorted(LEAVES))
def test_every_class_has_verbs_or_nouns(kind: str) -> None:
    assert sum(sense.kind == kind for sense in SENSES) >= 10


def test_size() -> None:
    assert len(SENSES) > 2_000
    assert {sense.pos for sense in SENSES} == {"v", "n"}


def test_classes_roles_slots_and_conditions_are_known() -> None:
    slots = {"v": VERB_SLOTS | PREPOSITIONS, "n": NOUN_SLOTS | PREPOSITIONS}
    kinds = ONTOLOGY.event_classes | ONTOLOGY.entity_classes | {"Name"}
    for sense in SENSES:
        assert sense.kind in ONTOLOGY.event_classes, sense
        assert set(sense.roles) <= slots[sense.pos], sense
        assert set(sense.roles.values()) <= ONTOLOGY.properties.keys(), sense
        for condition in sense.conditions:
            assert condition.slot in slots[sense.pos] | {"has", "no", "plural", "named"}, sense
            if condition.is_of_kind:
                assert condition.values <= kinds, sense
            elif condition.key in ("has", "no"):
                assert condition.values <= slots["v"] | slots["n"], sense


def test_lemmas_are_lower_case_and_without_hyphens() -> None:
    for sense in SENSES:
        assert all(word == word.lower() and "-" not in word and word for word in sense.words), sense


def test_no_row_stands_there_twice() -> None:
    counts = Counter((sense.words, sense.pos, sense.conditions) for sense in SENSES)
    assert counts.most_common(1)[0][1] == 1


def test_senses_are_found_by_their_heads_in_the_order_to_try_them() -> None:
    for (head, pos), found in LEXICON.senses.items():
        assert all(sense.head == head and sense.pos == pos for sense in found)
        sizes = [len(sense.words) for sense in found]
        assert sizes == sorted(sizes, reverse=True)
    bombings = LEXICON.find_senses("bombing", "n")
    assert len(bombings[0].words) > 1
    assert bombings[-1].words == ("bombing",)
    kill = [sense for sense in LEXICON.find_senses("kill", "v") if len(sense.words) == 1]
    assert [condition.key for condition in kill[0].conditions if not condition.is_negative] == ["subj_kind"]
    assert kill[-1].roles["subj"] == "agent"
    assert LEXICON.find_senses("xyzzy", "v") == ()


@pytest.mark.parametrize(
    ("words", "pos", "head"),
    [
        ("lay down arm", "v", "lay"),
        ("car bombing", "n", "bombing"),
        ("exchange of fire", "n", "exchange"),
        ("sit in", "n", "sit"),
        ("out", "n", "out"),
    ],
)
def test_heads(words: str, pos: Pos, head: str) -> None:
    sense = Sense(words=tuple(words.split()), pos=pos, kind="Event", roles={}, conditions=(), source="curated")
    assert sense.head == head


def test_conditions_tell_their_slot() -> None:
    condition = Condition(key="not_obj_kind", values=frozenset({"Event"}))
    assert (condition.slot, condition.is_negative, condition.is_of_kind) == ("obj", True, True)
    condition = Condition(key="has", values=frozenset({"with"}))
    assert (condition.slot, condition.is_negative, condition.is_of_kind) == ("has", False, False)


# What the words around an event do


def test_light_verbs_lend_their_arguments() -> None:
    (light, *_) = LEXICON.find_light("carry")
    assert (light.words, light.slot, light.roles["subj"]) == (("carry", "out"), "obj", "agent")
    (light,) = LEXICON.find_light("suffer")
    assert light.roles["subj"] == "target"
    light = next(light for light in LEXICON.find_light("come") if light.words == ("come", "under"))
    assert (light.slot, light.roles["subj"]) == ("under", "target")
    first, *_, last = LEXICON.find_light("receive")
    assert "Aid" in first.kinds
    assert not last.kinds
    assert LEXICON.find_light("kick") == ()


def test_light_verbs_name_known_slots_roles_and_classes() -> None:
    for found in LEXICON.light_verbs.values():
        for light in found:
            assert light.slot in ("obj", "subj") or light.slot == light.words[-1], light
            assert set(light.roles) <= VERB_SLOTS | PREPOSITIONS, light
            assert set(light.roles.values()) <= triggers.ROLES, light
            assert light.kinds <= ONTOLOGY.event_classes, light


@pytest.mark.parametrize(
    ("lemma", "pos", "effect", "control"),
    [
        ("plan", "v", "planned", "subject"),
        ("try", "v", "planned", "subject"),
        ("threaten", "v", "planned", "subject"),
        ("order", "v", "planned", "object"),
        ("urge", "v", "planned", "object"),
        ("call for", "v", "planned", "subject"),
        ("refuse", "v", "negated", "subject"),
        ("prevent", "v", "negated", "object"),
        ("force", "v", "actual", "object"),
        ("manage", "v", "actual", "subject"),
        ("suspect", "v", "possible", "subject"),
        ("allow", "v", None, "object"),
        ("refusal", "n", "negated", "subject"),
        ("risk", "n", "possible", "subject"),
        ("failed", "a", "negated", "subject"),
        ("likely", "a", "possible", "subject"),
    ],
)
def test_embedders(lemma: str, pos: Any, effect: str | None, control: str) -> None:
    embedder = LEXICON.find_embedder(lemma, pos)
    assert embedder is not None
    assert (embedder.effect, embedder.control) == (effect, control)


def test_attribution_does_not_embed() -> None:
    for lemma in ("say", "claim", "report", "announce"):
        assert LEXICON.find_embedder(lemma, "v") is None
    for lemma in ("say", "claim", "according", "announce"):
        assert LEXICON.is_reporting(lemma)
    assert not LEXICON.is_reporting("attack")


def test_modals_and_verbs_of_phase() -> None:
    assert LEXICON.modal_effect("may") == "possible"
    assert LEXICON.modal_effect("will") == "planned"
    assert LEXICON.modal_effect("do") is None
    assert LEXICON.is_aspectual("resume")
    assert LEXICON.is_aspectual("step up")
    assert not LEXICON.is_aspectual("attack")
    with pytest.raises(InputError, match="no factuality: 'sure'"):
        to_factuality("sure")


# The sentences that another test runs through the extractor


@pytest.mark.parametrize("kind", sorted(LEAVES))
def test_every_class_has_sentences_for_and_against(kind: str) -> None:
    assert sum(case.get("class") == kind for case in CASES) >= 2
    assert sum(case.get("not") == kind for case in CASES) >= 1


def test_sentences_are_well_formed() -> None:
    assert len({case["text"] for case in CASES}) == len(CASES)
    for case in CASES:
        assert case.keys() - {"xfail"} in ({"text", "class", "anchor"}, {"text", "not"}), case
        assert case.get("xfail", "parse: ").startswith("parse: "), case
        assert case.get("anchor", "") in case["text"], case
        assert case.get("class", case.get("not")) in ONTOLOGY.event_classes, case


# The builder

ROLESETS = RoleSets({"hit.01": ((("hit",), "v"), (("hit",), "n")), "slap.01": ((("slap",), "v"),)})
EVENT_NOUNS = EventNouns({"assail": ("assault", "assailment"), "hit": ()})


def build(*blocks: dict[str, Any], **document: Any) -> list[str]:
    """The rows of BLOCKS, cells parted by bars."""
    rows = triggers.build_rows({**document, "trigger": blocks}, ROLESETS, EVENT_NOUNS, where="t.toml")
    return ["/".join(triggers.to_cells(row)) for row in rows]


def test_aliases_derivations_and_hand_made_words_become_rows() -> None:
    block = {"class": "Attack", "rolesets": "hit.01", "verbs": "lash_out", "oewn": "assail", "except": "assailment"}
    assert build({**block, "roles": {"subj": "agent", "mod": "agent", "on": "target"}}) == [
        "assault/n/Attack/mod:agent on:target//oewn",
        "hit/n/Attack/mod:agent on:target//hit.01",
        "hit/v/Attack/subj:agent on:target//hit.01",
        "lash out/v/Attack/subj:agent on:target//curated",
    ]


def test_a_hand_made_row_wins_over_a_derived_one() -> None:
    derived = {"class": "Attack", "rolesets": "hit.01", "pos": "v"}
    curated = {"class": "Violence", "verbs": "hit"}
    assert build(derived, curated) == build(curated, derived) == ["hit/v/Violence///curated"]


def test_frames_lists_and_variants() -> None:
    block = {
        "class": "Killing",
        "frame": "harm",
        "variants": "blast",
        "verbs": "kill",
        "roles": {"with": ""},
        "when": {"not_obj": "$time bill"},
    }
    rows = build(
        block,
        frame={"harm": {"verb": {"subj": "agent", "with": "instrument"}}},
        list={"time": "time hour"},
        variant={"blast": [{"when": {"subj_kind": "Event"}, "roles": {"subj": "cause"}}]},
    )
    assert rows == [
        "kill/v/Killing/subj:cause/not_obj=bill|hour|time;subj_kind=Event/curated",
        "kill/v/Killing/subj:agent/not_obj=bill|hour|time/curated",
    ]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ({"class": "Atack", "verbs": "hit"}, "no event class: 'Atack'"),
        ({"class": "Weapon", "verbs": "hit"}, "no event class: 'Weapon'"),
        ({"class": "Attack", "rolesets": "hit.99"}, "no roleset: 'hit.99'"),
        ({"class": "Attack", "oewn": "hit"}, "no verb with an event noun: 'hit'"),
        ({"class": "Attack", "frame": "x", "verbs": "hit"}, "no frame: 'x'"),
        ({"class": "Attack", "variants": "x", "verbs": "hit"}, "no variant: 'x'"),
        ({"class": "Attack", "verb": "hit"}, "no key: 'verb'"),
        ({"class": "Attack", "verbs": "hit", "roles": {"object": "target"}}, "no slot: 'object'"),
        ({"class": "Attack", "verbs": "hit", "roles": {"obj": "patient"}}, "no role: 'patient'"),
        ({"class": "Attack", "verbs": "hit", "when": {"object": "x"}}, "no condition: 'object'"),
        ({"class": "Attack", "verbs": "hit", "when": {"obj_kind": "Persn"}}, "no class: 'Persn'"),
        ({"class": "Attack", "verbs": "hit", "when": {"has": "objct"}}, "no slot: 'objct'"),
        ({"class": "Attack", "verbs": "hit", "when": {"obj": "$x"}}, "no list: 'x'"),
        ({"class": "Attack", "verbs": "hit", "when": {"obj": ""}}, "has no values"),
        ({"class": "Attack", "verbs": "hit", "when": {"plural": True}}, "'plural' does not fit 'hit'"),
        ({"class": "Attack", "nouns": "hit", "when": {"obj": "x"}}, "'obj' does not fit 'hit'"),
    ],
)
def test_what_is_unknown_is_an_error_with_its_place(block: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        build(block)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"t.toml: trigger 1 ({block['class']}): ")


def test_one_word_with_two_classes_under_the_same_conditions_is_an_error() -> None:
    with pytest.raises(InputError, match=r"stand there twice: hit \(v\): Attack, Killing"):
        build({"class": "Attack", "verbs": "hit"}, {"class": "Killing", "verbs": "hit"})


@pytest.mark.skipif(not DATA.is_dir(), reason="the sources of the table (../shared/data) are not here")
def test_the_table_is_what_the_builder_writes() -> None:
    result = CliRunner().invoke(triggers.main, ["--data", str(DATA), "--check"])
    assert result.exit_code == 0, result.output


def test_loading_needs_neither_spacy_nor_rdflib_and_little_time() -> None:
    code = (
        "import sys, time; import kg.lexicon as l; start = time.process_time(); l.load_lexicon();"
        "print(time.process_time() - start); print({'spacy', 'rdflib'} & set(sys.modules))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    assert float(output[0]) < 0.3, "some 0.02 s on an idle machine"
    assert output[1] == "set()"
