"""Groups of classes that the steps of extraction ask for again and again.

They are those below a class of the ontology, written out because rules are made of them.

>>> from kg.ontology import load_ontology
>>> ontology = load_ontology()
>>> ontology.descendants("Place") == PLACES, ontology.descendants("OrganizedActor") - {"OrganizedActor"} == BODIES
(True, True)
>>> ontology.descendants("Actor") - {"Actor", "OrganizedActor"} == ACTORS
True
"""

from __future__ import annotations

from typing import Final

PLACES: Final = frozenset({"City", "Country", "Region", "Facility", "Place"})
BODIES: Final = frozenset({"ArmedGroup", "SecurityForce", "Government", "InternationalOrganization", "Organization"})
"""Those who act as one."""
ACTORS: Final = BODIES | {"Person", "Population"}
HARM: Final = frozenset({"Killing", "Injury", "Death"})
"""Classes of events that tell what became of people."""
HELD: Final = frozenset({"Meeting", "Negotiation", "NewsConference"})
"""Classes of gatherings."""
MEMBERS: Final = ACTORS - {"InternationalOrganization"}
"""Those who may be members of a body, and who are counted by heads."""
