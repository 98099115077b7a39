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

from kg.extract.wordlists import find_words

PLACES: Final = frozenset({"City", "Country", "Region", "Facility", "Place"})
BODIES: Final = frozenset({"ArmedGroup", "SecurityForce", "Government", "InternationalOrganization", "Organization"})
"""Those who act as one."""
ACTORS: Final = BODIES | {"Person", "Population"}
HARM: Final = frozenset({"Killing", "Injury", "Death"})
"""Classes of events that tell what became of people."""
FIGHTS: Final = frozenset("Attack ArmedAssault Bombing SuicideBombing VehicleBombing AirStrike Shelling Clash".split())
"""Classes of events in which people may come to harm."""
HELD: Final = frozenset({"Meeting", "Negotiation", "NewsConference"})
"""Classes of gatherings."""
MEMBERS: Final = ACTORS - {"InternationalOrganization"}
"""Those who may be members of a body, and who are counted by heads."""
TALKS: Final = find_words("talks")
"""Nouns of talking that tell by "on", "about" or "over" what it is about."""
ABOUT: Final = frozenset({"on", "about", "over"})
