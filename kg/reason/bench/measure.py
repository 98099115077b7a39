"""The benchmark: `make bench-reason`. Each measurement runs in a process of its own; CPU seconds, best of some runs.

`python -m kg.reason.bench.measure` runs all and prints a table; `… measure NAME SIZE` runs one and prints JSON. owlrl
and reasonable are peers that `pip install '.[bench]'` brings; one that is not there is left out.
"""

from __future__ import annotations

import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from kg.reason.bench.graphs import ONTOLOGY, make_graph
from kg.reason.dictionary import Numbers
from kg.reason.proofs import Prover
from kg.reason.reasoner import Reasoner
from kg.reason.relations import Keys
from kg.reason.retract import retract
from kg.store import read_quads

Figures = dict[str, float]
_KG: Final = "http://example.org/kg/"
_CK: Final = "http://example.org/conflict#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_RUNS: Final = 3


def _read_memory() -> float:
    """The most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write(size: int, folder: str) -> Path:
    path = Path(folder) / "graph.nt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(make_graph(size))
    return path


def _load(reasoner: Reasoner, path: Path) -> dict[int, Keys]:
    table: dict[int, list[int]] = defaultdict(list)
    for subject, predicate, item in reasoner.dictionary.encode_quads(read_quads(path)):
        table[predicate].append(subject << 32 | item)
    return {predicate: np.array(pairs, np.int64) for predicate, pairs in table.items()}


def _reduce(folder: str) -> Path:
    """The ontology without functional properties: reasonable makes things one that are not by them (prp-ifp)."""
    path = Path(folder) / "reduced.ttl"
    text = ONTOLOGY.read_text(encoding="utf-8")
    path.write_text(re.sub(r" ; a owl:(Inverse)?FunctionalProperty", "", text), encoding="utf-8")
    return path


def _close(path: Path, ontology: Path = ONTOLOGY) -> tuple[Reasoner, float, float]:
    """A reasoner at rest, with the CPU seconds for the ontology and for the data."""
    reasoner = Reasoner()
    axioms, data = _load(reasoner, ontology), _load(reasoner, path)
    started = time.process_time()
    reasoner.add(axioms)
    between = time.process_time()
    reasoner.add(data)
    return reasoner, between - started, time.process_time() - between


def measure_kg(size: int, *, reduced: bool = False) -> Figures:
    """Arrays to arrays."""
    with tempfile.TemporaryDirectory() as folder:
        path = _write(size, folder)
        ontology = _reduce(folder) if reduced else ONTOLOGY
        runs = [_close(path, ontology) for _ in range(_RUNS if size <= 100_000 else 1)]
    reasoner = runs[0][0]
    given = sum(map(len, reasoner.asserted.values()))
    return {
        "triples": given,
        "facts": reasoner.size,
        "ontology_s": min(run[1] for run in runs),
        "reason_s": min(run[2] for run in runs),
        "memory_mb": _read_memory(),
    }


def measure_kg_reduced(size: int) -> Figures:
    """Arrays to arrays, by the ontology that reasonable is measured with."""
    return measure_kg(size, reduced=True)


def measure_kg_file(size: int) -> Figures:
    """File to file, by the ontology that reasonable is measured with."""
    from kg.reason.files import close_file

    with tempfile.TemporaryDirectory() as folder:
        path, ontology = _write(size, folder), _reduce(folder)
        started = time.process_time()
        given, follows = close_file(path, Path(folder) / "out.nt", ontology=[ontology])
        return {
            "triples": given,
            "follow": follows,
            "total_s": time.process_time() - started,
            "memory_mb": _read_memory(),
        }


def measure_owlrl(size: int) -> Figures:
    """owlrl as it comes, over rdflib."""
    import rdflib
    from owlrl import DeductiveClosure, OWLRL_Semantics

    with tempfile.TemporaryDirectory() as folder:
        path = _write(size, folder)
        graph = rdflib.Graph()
        graph.parse(ONTOLOGY)
        graph.parse(path, format="nt")
    started = time.process_time()
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return {"reason_s": time.process_time() - started, "memory_mb": _read_memory(), "facts": len(graph)}


def measure_reasonable(size: int) -> Figures:
    """reasonable: from its own arrays to its own arrays, and from file to file."""
    import reasonable

    with tempfile.TemporaryDirectory() as folder:
        path = _write(size, folder)
        turtle, ontology = path.rename(path.with_suffix(".ttl")), _reduce(folder)
        started = time.process_time()
        reasoner = reasonable.PyReasoner()
        reasoner.load_file(str(ontology))
        reasoner.load_file(str(turtle))
        loaded = time.process_time()
        triples = reasoner.reason()
        reasoned = time.process_time()
        with (Path(folder) / "out.nt").open("w", encoding="utf-8") as file:
            file.writelines(f"{one.n3()} {two.n3()} {three.n3()} .\n" for one, two, three in triples)
        return {
            "facts": len(triples),
            "reason_s": reasoned - loaded,
            "total_s": time.process_time() - started,
            "memory_mb": _read_memory(),
        }


def measure_changes(size: int) -> Figures:
    """An article of thirty triples added and retracted; proofs of facts drawn by lot. Milliseconds, the median."""
    with tempfile.TemporaryDirectory() as folder:
        reasoner = _close(_write(size, folder))[0]
    added: list[float] = []
    taken: list[float] = []
    before = reasoner.size
    for number in range(21):
        triples = [_encode(reasoner, line) for line in _make_article(number)]
        table: dict[int, list[int]] = defaultdict(list)
        for subject, predicate, item in triples:
            table[predicate].append(subject << 32 | item)
        added.append(_time(lambda table=table: reasoner.add(table)))  # type: ignore[misc]
        taken.append(_time(lambda table=table: retract(reasoner, table)))  # type: ignore[misc]
        if reasoner.size != before:
            raise AssertionError("retracting an article does not lead back")
    facts = _draw(reasoner, 1000)
    proofs = [_time(lambda fact=fact: Prover(reasoner).prove(fact)) for fact in facts]  # type: ignore[misc]
    return {
        "add_ms": float(np.median(added)) * 1000,
        "retract_ms": float(np.median(taken)) * 1000,
        "proof_ms": float(np.mean(proofs)) * 1000,
        "proof_median_ms": float(np.median(proofs)) * 1000,
        "memory_mb": _read_memory(),
    }


def _time(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _encode(reasoner: Reasoner, words: tuple[str, str, str]) -> Numbers:
    encode = reasoner.dictionary.encode
    return encode(words[0]), encode(words[1]), encode(words[2])


def _make_article(number: int) -> Iterator[tuple[str, str, str]]:
    """Three events with a claim each: thirty triples."""
    chance = random.Random(number)  # noqa: S311 - chance, not secrets
    for place in range(3):
        event, claim = f"<{_KG}new/{number}/event/{place}>", f"<{_KG}new/{number}/claim/{place}>"
        yield event, _TYPE, f"<{_CK}CarBombing>"
        yield event, f"<{_CK}date>", f'"2024-05-01"^^<{_XSD}date>'
        for role, kind, many in (("attacker", "group", 500), ("attackTarget", "person", 2000),
                                 ("occursAt", "place", 1500), ("usedWeapon", "weapon", 12)):  # fmt: skip
            yield event, f"<{_CK}{role}>", f"<{_KG}{kind}/{chance.randrange(many)}>"
        yield claim, _TYPE, f"<{_CK}Claim>"
        yield claim, f"<{_CK}derivedFrom>", f"<{_KG}new/{number}>"
        yield claim, f"<{_CK}supportsEvent>", event
        yield claim, f"<{_CK}confidence>", f'"0.9"^^<{_XSD}decimal>'


def _draw(reasoner: Reasoner, many: int) -> list[Numbers]:
    """Facts that follow, as many of each relation as of any other."""
    chance = random.Random(1)  # noqa: S311 - chance, not secrets
    found: list[Numbers] = []
    for relation, facts in sorted(reasoner.facts.items()):
        keys, stamps = facts.all()
        keys = keys[stamps > 0]
        for place in chance.sample(range(len(keys)), min(40, len(keys))):
            key = int(keys[place])
            pair = relation & 1
            fact = (key >> 32, relation >> 1, key & 0xFFFFFFFF) if pair else (key, reasoner.type, relation >> 1)
            if reasoner.dictionary.names[fact[0]].startswith(f"<{_KG}"):
                found.append(fact)
    chance.shuffle(found)
    return found[:many]


MEASURES: Final[dict[str, Callable[[int], Figures]]] = {
    "kg": measure_kg,
    "kg-reduced": measure_kg_reduced,
    "kg-file": measure_kg_file,
    "changes": measure_changes,
    "owlrl": measure_owlrl,
    "reasonable": measure_reasonable,
}
_PLAN: Final = (
    ("kg", 1_000),
    ("kg", 10_000),
    ("kg", 100_000),
    ("kg", 1_000_000),
    ("kg-reduced", 1_000_000),
    ("kg-file", 1_000_000),
    ("changes", 1_000_000),
    ("owlrl", 1_000),
    ("owlrl", 10_000),
    ("reasonable", 10_000),
    ("reasonable", 100_000),
    ("reasonable", 1_000_000),
)


def _run(name: str, size: int) -> Figures | None:
    command = [sys.executable, "-m", "kg.reason.bench.measure", name, str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        sys.stderr.write(f"{name} {size}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}\n")
        return None
    found: Figures = json.loads(done.stdout)
    return found


def main() -> None:
    """Run one measurement, or all."""
    if len(sys.argv) == 3:
        sys.stdout.write(json.dumps(MEASURES[sys.argv[1]](int(sys.argv[2]))) + "\n")
        return
    sys.stdout.write("| what | triples | figures |\n|---|---|---|\n")
    for name, size in _PLAN:
        figures = _run(name, size)
        if figures is not None:
            told = ", ".join(f"{key} {value:.4g}" for key, value in figures.items())
            sys.stdout.write(f"| {name} | {size:,} | {told} |\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
