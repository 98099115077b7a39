"""The rules of OWL 2 RL/RDF as a table: OWL 2 Profiles, section 4.3, tables 4 to 9.

A rule has patterns over the axioms, by which it is made ready once (`kg.reason.compile`), patterns over the facts,
which are joined again and again, and what then follows. `?x a ?c` is an `rdf:type`. Beside `subject predicate object`:

    ?list has ?c           ?c is a member of the list              (axioms)
    ?list pairs ?c ?d      two members of the list                 (axioms)
    ?n zero, ?n one        the number ?n is 0, is 1                (axioms)
    ?x all ?list           ?x is of each class in the list         (facts)
    ?x path ?list ?y       a path of the properties in the list    (facts)
    ?x keys ?list          ?x has a value of each property in it   (facts)
    ?y same per ?x         all ?y of one ?x are one thing          (what follows)

Where nothing follows, the facts contradict the axiom. Left out on purpose, for they say nothing of the world: the
axiomatic triples (prp-ap, cls-thing, cls-nothing1, dt-type1), that each thing is itself (eq-ref) and each class and
property below and equal to itself (in scm-cls, scm-op, scm-dp). eq-sym, eq-trans, eq-rep-s and eq-rep-o are no rows:
equal things share one number (`kg.reason.equality`) and are told apart again at the end. dt-type2 and dt-not-type are
asked of the values themselves (`kg.reason.datatypes`), and literals are never the subject of what is given out.
"""

from __future__ import annotations

from typing import Final

from kg.reason.tables.contradictions import CONTRADICTIONS
from kg.reason.tables.facts import CLASSES, DATATYPES, EQUALITY, PROPERTIES
from kg.reason.tables.rule import Rule
from kg.reason.tables.schema import SCHEMA, TWINS

__all__ = ["CONTRADICTIONS", "DATATYPES", "FIRST", "RULES", "SECOND", "Rule"]

FIRST: Final[tuple[Rule, ...]] = SCHEMA + TWINS
SECOND: Final[tuple[Rule, ...]] = EQUALITY + PROPERTIES + CLASSES
RULES: Final[tuple[Rule, ...]] = FIRST + SECOND
