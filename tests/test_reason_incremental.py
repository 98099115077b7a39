"""Adding and retracting: whatever comes and goes, in whatever order, the result is that of computing from scratch."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad
from reason_cases import HEAD
from reason_worlds import axioms, graphs, ontologies

from kg.errors import InputError
from kg.reason.ledger import Ledger
from kg.reason.proofs import Prover
from kg.reason.reasoner import Reasoner
from kg.reason.replay import find_faults
from kg.reason.retract import retract
from kg.reason.state import load_state, save_state
from kg.reason.tables import Rule
from kg.reason.wording import Wording
from kg.store import read_quads

Facts = set[tuple[str, str, str]]


def read_facts(reasoner: Reasoner) -> Facts:
    """All facts of a reasoner by all names."""
    names = reasoner.dictionary.names
    size = len(names)
    found: Facts = set()
    for relation, facts in reasoner.facts.items():
        pairs = bool(relation & 1)
        for key in reasoner.equality.expand(facts.all()[0], pairs=pairs, size=size).tolist():
            if pairs:
                found.add((names[key >> 32], names[relation >> 1], names[key & 0xFFFFFFFF]))
            else:
                found.add((names[key], "a", names[relation >> 1]))
    for group in reasoner.equality.members.values():
        found |= {(names[one], "same", names[other]) for one in group for other in group}
    return {one for one in found if one[0][0] != '"'}


class World:
    """A reasoner whose facts come and go by articles."""

    def __init__(self) -> None:
        self.reasoner = Reasoner()
        self.ledger = Ledger()
        self.articles: dict[int, list[Quad]] = {}

    def add(self, number: int, quads: list[Quad]) -> None:
        known = set(map(str, self.stated()))
        self.articles.setdefault(number, []).extend(quads)
        fresh = [quad for quad in quads if str(quad) not in known]
        self.reasoner.add(self.ledger.extend(fresh, self.reasoner.dictionary))

    def retract(self, number: int) -> None:
        gone = self.articles.pop(number, [])
        left = set(map(str, self.stated()))
        table: dict[int, list[int]] = {}
        encode = self.reasoner.dictionary.encode
        for quad in gone:
            if str(quad) not in left:
                pair = encode(str(quad.subject)) << 32 | encode(str(quad.object))
                table.setdefault(encode(str(quad.predicate)), []).append(pair)
        retract(self.reasoner, table)

    def stated(self) -> list[Quad]:
        return [quad for quads in self.articles.values() for quad in quads]

    def check(self) -> None:
        fresh = World()
        fresh.add(0, self.stated())
        assert read_facts(self.reasoner) == read_facts(fresh.reasoner)
        assert self.reasoner.size == sum(map(len, self.reasoner.facts.values()))
        self.check_proofs()

    def check_proofs(self) -> None:
        ledger = Ledger()
        ledger.extend(self.stated(), self.reasoner.dictionary)
        words, prover = Wording(self.reasoner, [ledger]), Prover(self.reasoner)
        encode = self.reasoner.dictionary.encode
        stated = {
            words.to_triple((encode(str(q.subject)), encode(str(q.predicate)), encode(str(q.object))))
            for q in self.stated()
        }
        special = {"a": self.reasoner.type, "same": self.reasoner.same}
        for subject, predicate, item in read_facts(self.reasoner):
            if predicate == "same" and subject == item:
                continue
            triple = encode(subject), special[predicate] if predicate in special else encode(predicate), encode(item)
            proof = prover.prove(triple)
            assert proof is not None, (subject, predicate, item)
            assert find_faults(words.to_step(proof), stated.__contains__) == []


steps = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 3), graphs),
        st.tuples(st.integers(0, 3), st.none()),
        st.tuples(st.integers(0, 3), axioms()),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=150)
@given(ontology=ontologies, sequence=steps)
def test_any_sequence_ends_as_from_scratch(ontology: list[Quad], sequence: list[tuple[int, list[Quad] | None]]) -> None:
    world = World()
    world.add(-1, ontology)
    for number, quads in sequence:
        if quads is None:
            world.retract(number)
        else:
            world.add(number, quads)
    world.check()


def test_names_part_again_when_the_reason_goes() -> None:
    world = World()
    world.add(0, list(read_quads((HEAD + ":p a owl:FunctionalProperty . :b :q :x .").encode(), format="ttl")))
    world.add(1, list(read_quads((HEAD + ":a :p :b .").encode(), format="ttl")))
    world.add(2, list(read_quads((HEAD + ":a :p :c .").encode(), format="ttl")))
    assert ("<http://example.org/t/c>", "<http://example.org/t/q>", "<http://example.org/t/x>") in read_facts(
        world.reasoner
    )
    world.retract(2)
    assert not world.reasoner.equality
    world.check()


def test_what_two_articles_state_stays_when_one_goes() -> None:
    world = World()
    text = HEAD + ":C rdfs:subClassOf :D . :a a :C ."
    world.add(1, list(read_quads(text.encode(), format="ttl")))
    world.add(2, list(read_quads(text.encode(), format="ttl")))
    world.retract(1)
    assert ("<http://example.org/t/a>", "a", "<http://example.org/t/D>") in read_facts(world.reasoner)
    world.retract(2)
    assert read_facts(world.reasoner) == set()


@given(ontology=ontologies, first=graphs, second=graphs)
def test_a_state_read_back_goes_on_as_if_it_had_never_been_away(
    ontology: list[Quad], first: list[Quad], second: list[Quad]
) -> None:
    world = World()
    world.add(-1, ontology)
    world.add(1, first)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.npz"
        save_state(world.reasoner, path)
        before = read_facts(world.reasoner)
        world.reasoner = load_state(path)
    assert read_facts(world.reasoner) == before
    world.check()
    world.add(2, second)
    world.check()
    world.retract(1)
    world.check()


def test_what_is_no_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.npz"
    with pytest.raises(InputError, match="no such file"):
        load_state(path)
    path.write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match="not the state of a reasoner"):
        load_state(path)
    save_state(World().reasoner, path)
    rule = Rule(name="own", facts="?x a owl:Thing", then="?x a owl:Class", says="")
    with pytest.raises(InputError, match="other rules"):
        load_state(path, rules=[rule])
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(InputError, match="not the state of a reasoner"):
        load_state(path)
