"""What bodies are called: the label as the article writes it, the name that all articles share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Article, Extraction

CASES = [
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
    ("Washington condemned Hamas.", {"US government": "US government", "Hamas": "Hamas"}),
]  # fmt: skip


@pytest.mark.model
@pytest.mark.parametrize(("text", "labels"), CASES, ids=[text for text, _ in CASES])
def test_labels_are_the_articles_own(
    text: str, labels: dict[str, str], read_article: Callable[[Article], Extraction]
) -> None:
    entities = read_article(Article(id="case", text=text)).entities
    found = {entity.name: entity.label for entity in entities if entity.named}
    assert {name: found.get(name) for name in labels} == labels
