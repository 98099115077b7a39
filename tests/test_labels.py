"""What bodies are called: the label as the article writes it, the name that all articles share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Article, Extraction

CASES: list[tuple[str, dict[str, str | None]]] = [
    ("The UN and the FMLN signed it.", {"United Nations": "UN", "Farabundo Martí National Liberation Front": "FMLN"}),
    ("The United Nations (UN) met. The UN left.", {"United Nations": "United Nations"}),
    ("ISIL shelled Mosul. Islamic State of Iraq and the Levant fled.",
     {"Islamic State": "Islamic State of Iraq and the Levant"}),
    ("Daesh shelled Mosul and ISIL shelled Raqqa.", {"Islamic State": "Daesh"}),
    ("The Islamic State group shelled Mosul.", {"Islamic State": "Islamic State"}),
    ("Houthi rebels shelled Aden.", {"Houthis": "Houthi"}),
    ("The Israeli army shelled Gaza.", {"Israel Defense Forces": "Israeli army"}),
    ("FMLN MILITANTS KILLED THREE SOLDIERS IN SAN SALVADOR ON MONDAY.",
     {"Farabundo Martí National Liberation Front": "FMLN"}),
    ("THE REVOLUTIONARY ARMED FORCES OF COLOMBIA KILLED THREE SOLDIERS IN CALI ON MONDAY.",
     {"FARC": "Revolutionary Armed Forces of Colombia"}),
    ("Peshmerga, called Kurdish Peshmerga too, fled.", {"Peshmerga": "Peshmerga"}),
    ("The Army of National Liberation [ELN] seized two engineers in Colombia. The ELN freed one.",
     {"National Liberation Army (Colombia)": "Army of National Liberation", "ELN": None}),
    ("In Colombia the Castroite Army of National Liberation [ELN] fled.",
     {"National Liberation Army (Colombia)": "ELN"}),
    ("The Mutual Support Group (GAM) marched in Guatemala City. The army attacked GAM.",
     {"Mutual Support Group": "Mutual Support Group", "Free Aceh Movement": None}),
    ("Congress condemned the attack in San Salvador. The Salvadoran army fled.",
     {"Congress": "Congress", "US Congress": None}),
    ("The Congress of Peru condemned the U.S. raid.", {"US Congress": None}),
    ("The U.S. army left. President Bush asked Congress for aid.", {"US Congress": "US Congress"}),
    ("Chile said the Metropolitan Police arrested two men in Santiago.", {"Scotland Yard": None}),
    ("Britain said the Metropolitan Police arrested two men in London.", {"Scotland Yard": "Metropolitan Police"}),
    ("Baghdad said that the Defense Department praised Iraq.", {"Pentagon": "Pentagon"}),
    ("THE LEADER OF THE REBELS IS THE MAN WHO FLED.", {"Islamic State": None, "World Health Organization": None}),
    ("Washington condemned Hamas.", {"US government": "US government", "Hamas": "Hamas"}),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "labels"), CASES, ids=[text for text, _ in CASES])
def test_labels_are_the_articles_own(
    text: str, labels: dict[str, str | None], read_article: Callable[[Article], Extraction]
) -> None:
    entities = read_article(Article(id="case", text=text)).entities
    found = {entity.name: entity.label for entity in entities if entity.named}
    assert {name: found.get(name) for name in labels} == labels


SPELT = [
    ("SHINING PATH GUERRILLAS KILLED THREE SOLDIERS NEAR LIMA.", {"Shining Path guerrillas", "three soldiers"}),
    ("THE ATTACK ON THE SHERATON HOTEL WAS CONDEMNED BY THE SOCIAL DEMOCRATIC PARTY.",
     {"Sheraton hotel", "Social Democratic Party"}),
    ("THE NATIONAL RADIO NETWORK SAID THAT GUNMEN ATTACKED THE LA PRENSA NEWSPAPER.", {"National Radio Network"}),
    ("THE SALVADORAN ARMED FORCES KILLED TWO REBELS.", {"Salvadoran armed forces", "two rebels"}),
    ("GUNMEN ATTACKED NATIONAL GUARD UNITS IN SAN SALVADOR ON MONDAY.", {"National Guard units", "gunmen"}),
    ("THE CENTRAL AMERICAN PRESIDENTS CONDEMNED THE ATTACK BY THE 5TH INFANTRY BRIGADE.",
     {"Central American presidents", "5th Infantry Brigade"}),
    ("POPE JOHN PAUL II CONDEMNED THE BOMBING.", {"John Paul II"}),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "labels"), SPELT, ids=[text for text, _ in SPELT])
def test_names_in_capitals_are_spelt_as_names(
    text: str, labels: set[str], read_article: Callable[[Article], Extraction]
) -> None:
    entities = read_article(Article(id="case", text=text)).entities
    assert labels <= {entity.label for entity in entities}


DESCRIBED = [
    ("Two gunmen shot at least seventeen unarmed civilians near Mosul.", {"two gunmen", "seventeen unarmed civilians"}),
    ("Gunmen killed 3,500 people. Kurdish fighters fled.", {"gunmen", "3,500 people", "Kurdish fighters"}),
    ("MOSUL, May 3 - Militants killed a soldier. Afghan troops fled.", {"militants", "soldier", "Afghan troops"}),
    ("The men fled. The two men were arrested by police.", {"two men", "police"}),
    ("A powerful bomb exploded in Mosul. The second bomb killed four other soldiers.", {"bomb", "four soldiers"}),
    ("A heavy machine gun was fired at three houses.", {"heavy machine gun", "houses"}),
    ("Britain sent an additional 125 soldiers to Iraq.", {"125 soldiers"}),
    ("The same gang killed one of the drivers.", {"gang", "drivers"}),
    ("Some residents fled. Several protesters were shot.", {"residents", "protesters"}),
]


@pytest.mark.model
@pytest.mark.parametrize(("text", "labels"), DESCRIBED, ids=[text for text, _ in DESCRIBED])
def test_things_without_a_name_are_called_by_what_they_are_and_people_by_how_many(
    text: str, labels: set[str], read_article: Callable[[Article], Extraction]
) -> None:
    entities = read_article(Article(id="case", text=text)).entities
    assert labels <= {entity.label for entity in entities}
    bare = {entity.label.partition(" ")[2] for entity in entities if entity.label.partition(" ")[0] in ("two", "four")}
    assert bare <= {alias for entity in entities for alias in entity.alt_labels}
