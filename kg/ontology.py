"""The ontology as a plain value: what is below what, who may fill which role, which roles are refined.

In come the Turtle files of `ontology/`; out goes a frozen `Ontology` whose terms are local names such as
`"Bombing"`. It is read at each start, so it is parsed by pyoxigraph and kept simple; reasoning is not its job.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError, UsageError, nearest
from kg.resources import find_resource

NAMESPACE: Final = "https://w3id.org/conflict-kg/ontology#"

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_TRUE: Final = ox.Literal(True)

Subject = ox.NamedNode | ox.BlankNode
Facts = Mapping[Subject, Mapping[str, tuple[object, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A role or relation with the classes that may stand at its ends; no class means no limit.

    `barred` are pairs of classes, of subject and filler, that may not stand together.
    """

    name: str
    subjects: frozenset[str]
    fillers: frozenset[str]
    barred: frozenset[tuple[str, str]] = frozenset()
    inferred_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refinement:
    """A role that a writer states beside `role` where event, factuality and filler are of the kinds given."""

    name: str
    role: str
    events: frozenset[str]
    factualities: frozenset[str]
    fillers: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Ontology:
    """The terms of the ontology by local name; `parents` has every class, also those without a parent."""

    version: str
    parents: Mapping[str, frozenset[str]]
    properties: Mapping[str, Property]
    refinements: tuple[Refinement, ...]
    mutual_classes: frozenset[str]
    inferred_classes: frozenset[str]
    quad_classes: Mapping[str, str]

    @cached_property
    def _ancestors(self) -> Mapping[str, frozenset[str]]:
        return {kind: _closure(kind, self.parents) for kind in self.parents}

    @cached_property
    def event_classes(self) -> frozenset[str]:
        """All classes of events, `Event` among them."""
        return self.descendants("Event")

    @cached_property
    def entity_classes(self) -> frozenset[str]:
        """All classes of entities that a text can name, `Entity` among them."""
        return self.descendants("Entity") - self.inferred_classes

    def ancestors(self, kind: str) -> frozenset[str]:
        """KIND and all classes above it; a name that is no class is a `UsageError`."""
        try:
            return self._ancestors[kind]
        except KeyError:
            near = nearest(kind, self.parents)
            hint = f"did you mean {near}?" if near else "ontology/conflict.ttl lists the classes"
            raise UsageError(f"no class of the ontology: {kind!r}", hint=hint) from None

    def descendants(self, kind: str) -> frozenset[str]:
        """KIND and all classes below it."""
        self.ancestors(kind)
        return frozenset(other for other, above in self._ancestors.items() if kind in above)

    def is_a(self, kind: str, ancestor: str) -> bool:
        """Whether KIND is ANCESTOR or below it.

        >>> load_ontology().is_a("SuicideBombing", "ViolentEvent")
        True
        """
        return ancestor in self.ancestors(kind)

    def are_kin(self, one: str, other: str) -> bool:
        """Whether one of two classes is the other or below it.

        >>> ontology = load_ontology()
        >>> ontology.are_kin("ViolentEvent", "SuicideBombing"), ontology.are_kin("Meeting", "SuicideBombing")
        (True, False)
        """
        return self.is_a(one, other) or self.is_a(other, one)

    def is_mutual(self, kind: str) -> bool:
        """Whether both sides of an event of KIND are agents unless the text makes one the initiator."""
        return not self.mutual_classes.isdisjoint(self.ancestors(kind))

    def quad_class(self, kind: str) -> str | None:
        """The quad class of events of KIND, such as `materialConflict`; None where it has none."""
        return next(
            (self.quad_classes[above] for above in sorted(self.ancestors(kind)) if above in self.quad_classes), None
        )

    def allows(self, subject_kind: str, name: str, filler_kind: str) -> bool:
        """Whether the property NAME may lead from an instance of SUBJECT_KIND to one of FILLER_KIND.

        >>> load_ontology().allows("Attack", "place", "Person")
        False
        """
        try:
            rule = self.properties[name]
        except KeyError:
            near = nearest(name, self.properties)
            raise UsageError(
                f"no property of the ontology: {name!r}", hint=f"did you mean {near}?" if near else None
            ) from None
        if any(self.is_a(subject_kind, one) and self.is_a(filler_kind, other) for one, other in rule.barred):
            return False
        return self._fits(subject_kind, rule.subjects) and self._fits(filler_kind, rule.fillers)

    def refined_roles(self, event_kind: str, role: str, factuality: str, filler_kind: str) -> tuple[str, ...]:
        """The roles to be stated beside ROLE, sorted, for a filler of FILLER_KIND of such an event.

        >>> load_ontology().refined_roles("Bombing", "target", "actual", "Facility")
        ('strikes',)
        >>> load_ontology().refined_roles("Bombing", "target", "negated", "Facility")
        ()
        """
        return tuple(
            rule.name
            for rule in self.refinements
            if rule.role == role
            and factuality in rule.factualities
            and self._fits(event_kind, rule.events)
            and self._fits(filler_kind, rule.fillers)
        )

    def _fits(self, kind: str, allowed: frozenset[str]) -> bool:
        return not allowed or not allowed.isdisjoint(self.ancestors(kind))


@lru_cache(maxsize=4)
def load_ontology(extra: tuple[Path, ...] = ()) -> Ontology:
    """Read the shipped ontology, and with it the Turtle files EXTRA, which may add classes of their own.

    Only terms of the namespace of kg are seen. Errors: `InputError` for a file that cannot be read or parsed.
    """
    facts: dict[Subject, dict[str, tuple[object, ...]]] = {}
    for path in (find_resource("ontology", "conflict.ttl"), *extra):
        _read_facts(path, facts)
    return _to_ontology(facts)


def _read_facts(path: Path, facts: dict[Subject, dict[str, tuple[object, ...]]]) -> None:
    """Add the triples of the Turtle file PATH to FACTS, by subject and predicate."""
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
                values = facts.setdefault(quad.subject, {})
                values[quad.predicate.value] = (*values.get(quad.predicate.value, ()), quad.object)
    except SyntaxError as error:
        raise InputError(f"not valid Turtle: {error}", where=str(path)) from error
    except OSError as error:
        raise InputError(f"the ontology cannot be read: {error}", where=str(path)) from error


def _to_ontology(facts: Facts) -> Ontology:
    ours = {name: values for node, values in facts.items() if (name := _local_name(node))}
    classes = {name: values for name, values in ours.items() if _has_type(values, "Class")}
    return Ontology(
        version=_to_version(facts),
        parents=MappingProxyType(
            {name: _locals(values, _RDFS + "subClassOf") & classes.keys() for name, values in sorted(classes.items())}
        ),
        properties=MappingProxyType(
            {
                name: _to_property(name, values)
                for name, values in sorted(ours.items())
                if _has_type(values, "ObjectProperty") or _has_type(values, "DatatypeProperty")
            }
        ),
        refinements=tuple(
            Refinement(
                name=name,
                role=role,
                events=_locals(values, NAMESPACE + "onEvent"),
                factualities=_locals(values, NAMESPACE + "atFactuality"),
                fillers=_locals(values, NAMESPACE + "fillerClass"),
            )
            for name, values in sorted(ours.items())
            for role in sorted(_locals(values, NAMESPACE + "refines"))
        ),
        mutual_classes=_flagged(classes, "mutual"),
        inferred_classes=_flagged(classes, "inferredOnly"),
        quad_classes=MappingProxyType(_to_quad_classes(facts)),
    )


def _to_version(facts: Facts) -> str:
    """What the ontology says of its own version."""
    said = facts.get(ox.NamedNode(NAMESPACE.removesuffix("#")), {}).get(_OWL + "versionInfo", ())
    return next((value.value for value in said if isinstance(value, ox.Literal)), "unknown")


def _to_property(name: str, values: Mapping[str, tuple[object, ...]]) -> Property:
    return Property(
        name=name,
        subjects=_locals(values, NAMESPACE + "subjectClass"),
        fillers=_locals(values, NAMESPACE + "fillerClass"),
        barred=frozenset(_to_pair(value) for value in values.get(NAMESPACE + "barredPair", ())),
        inferred_only=_TRUE in values.get(NAMESPACE + "inferredOnly", ()),
    )


def _to_pair(value: object) -> tuple[str, str]:
    """The two class names in the literal VALUE, such as `"Event Entity"`."""
    words = value.value.split() if isinstance(value, ox.Literal) else []
    if len(words) != 2:
        raise InputError(f"a barred pair is two class names, not {value}", where="ontology")
    return words[0], words[1]


def _to_quad_classes(facts: Facts) -> dict[str, str]:
    """The quad classes given by axioms `(unionOf C...) subClassOf (quadClass hasValue Q)`, by class C."""
    found: dict[str, str] = {}
    for values in facts.values():
        for parent in values.get(_RDFS + "subClassOf", ()):
            restriction = facts.get(parent, {}) if isinstance(parent, ox.BlankNode) else {}
            if "quadClass" not in _locals(restriction, _OWL + "onProperty"):
                continue
            (quad,) = _locals(restriction, _OWL + "hasValue")
            for head in values.get(_OWL + "unionOf", ()):
                found.update(dict.fromkeys(_to_list(head, facts), quad))
    return found


def _to_list(head: object, facts: Facts) -> tuple[str, ...]:
    """The local names in the RDF list that starts at HEAD."""
    names: list[str] = []
    while isinstance(head, ox.BlankNode):
        cell = facts[head]
        names.extend(_locals(cell, _RDF + "first"))
        (head,) = cell[_RDF + "rest"]
    return tuple(names)


def _local_name(node: object) -> str | None:
    if isinstance(node, ox.NamedNode) and node.value.startswith(NAMESPACE):
        return node.value[len(NAMESPACE) :] or None
    return None


def _locals(values: Mapping[str, tuple[object, ...]], predicate: str) -> frozenset[str]:
    return frozenset(name for value in values.get(predicate, ()) if (name := _local_name(value)))


def _has_type(values: Mapping[str, tuple[object, ...]], kind: str) -> bool:
    return ox.NamedNode(_OWL + kind) in values.get(_RDF + "type", ())


def _flagged(classes: Mapping[str, Mapping[str, tuple[object, ...]]], flag: str) -> frozenset[str]:
    return frozenset(name for name, values in classes.items() if _TRUE in values.get(NAMESPACE + flag, ()))


def _closure(kind: str, parents: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """KIND and all that is reached from it; cycles do no harm."""
    seen: set[str] = set()
    waiting = [kind]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            waiting.extend(parents.get(current, ()))
    return frozenset(seen)
