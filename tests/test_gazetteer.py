"""What the tables know of nouns, names, countries and titles, and what they must not claim to know."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.builders import entities
from kg.builders.tables import read_rows
from kg.gazetteer import load_gazetteer
from kg.keys import is_acronym, to_key
from kg.ontology import load_ontology
from kg.resources import find_resource
from kg.slugs import to_slug

GAZETTEER = load_gazetteer()
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

NOUNS = [
    ("soldier", "Person", "SecurityForce"),
    ("gunman", "Person", "ArmedGroup"),
    ("militant", "Person", "ArmedGroup"),
    ("suicide bomber", "Person", "ArmedGroup"),
    ("militia", "ArmedGroup", "ArmedGroup"),
    ("terrorist group", "ArmedGroup", "ArmedGroup"),
    ("civilian", "Person", "Population"),
    ("villager", "Person", "Population"),
    ("child", "Person", "Population"),
    ("beekeeper", "Person", "Population"),
    ("minister", "Person", "Government"),
    ("president", "Person", "Person"),
    ("spokesman", "Person", "Person"),
    ("police", "SecurityForce", "SecurityForce"),
    ("force", "SecurityForce", "SecurityForce"),
    ("coast guard", "SecurityForce", "SecurityForce"),
    ("government", "Government", "Government"),
    ("authorities", "Government", "Government"),
    ("party", "Organization", "Organization"),
    ("bank", "Organization", "Organization"),
    ("newspaper", "Organization", "Organization"),
    ("military alliance", "InternationalOrganization", "InternationalOrganization"),
    ("palace", "Facility", "Facility"),
    ("border crossing", "Facility", "Facility"),
    ("school", "Facility", "Facility"),
    ("lighthouse", "Facility", "Facility"),
    ("town", "City", "City"),
    ("province", "Region", "Region"),
    ("country", "Country", "Country"),
    ("rocket-propelled grenade", "Weapon", "Weapon"),
    ("halberd", "Weapon", "Weapon"),
    ("treaty", "Agreement", "Agreement"),
    ("constitution", "Agreement", "Agreement"),
]

NOT_ENTITIES = ["attack", "war", "thing", "power", "number", "table", "security", "train", "fire", "xyzzy", ""]

NAMES = [
    ("Kabul", "Kabul", "City"),
    ("Sana'a", "Sanaa", "City"),
    ("Deir al-Zour", "Deir ez-Zor", "City"),
    ("Afghanistan", "Afghanistan", "Country"),
    ("the Islamic Republic of Iran", "Iran", "Country"),
    ("Côte d’Ivoire", "Ivory Coast", "Country"),
    ("U.S.", "United States", "Country"),
    ("US", "United States", "Country"),
    ("Taleban", "Taliban", "ArmedGroup"),
    ("the Taliban's", "Taliban", "ArmedGroup"),
    ("Taliban movement", "Taliban", "ArmedGroup"),
    ("al Qaida", "al-Qaeda", "ArmedGroup"),
    ("Al-Qa’ida", "al-Qaeda", "ArmedGroup"),
    ("ISIL", "Islamic State", "ArmedGroup"),
    ("Daesh", "Islamic State", "ArmedGroup"),
    ("IS", "Islamic State", "ArmedGroup"),
    ("Hizbullah", "Hezbollah", "ArmedGroup"),
    ("LeT", "Lashkar-e-Taiba", "ArmedGroup"),
    ("Free Syrian Army", "Free Syrian Army", "ArmedGroup"),
    ("CIA", "CIA", "SecurityForce"),
    ("Central Intelligence Agency", "CIA", "SecurityForce"),
    ("IDF", "Israel Defense Forces", "SecurityForce"),
    ("Kremlin", "Kremlin", "Government"),
    ("the White House", "White House", "Government"),
    ("Afghan government", "Afghan government", "Government"),
    ("government of Mali", "Malian government", "Government"),
    ("UN Security Council", "UN Security Council", "InternationalOrganization"),
    ("the UN", "United Nations", "InternationalOrganization"),
    ("the SDF's", "Syrian Democratic Forces", "ArmedGroup"),
    ("Nato", "NATO", "InternationalOrganization"),
    ("Red Cross", "Red Cross", "Organization"),
    ("Reuters", "Reuters", "Organization"),
    ("Middle East", "Middle East", "Region"),
    ("Horn of Africa", "Horn of Africa", "Region"),
    ("Kurds", "Kurds", "Population"),
    ("Abu Ghraib", "Abu Ghraib", "Facility"),
    ("AK-47", "AK-47", "Weapon"),
    ("Geneva Conventions", "Geneva Conventions", "Agreement"),
]

UNKNOWN_NAMES = ["us", "Us", "is", "Is", "who", "Who", "let", "Let", "Let's", "Monday", "Smith", "the", "", "taliban"]
UNKNOWN_NAMES += ["Security Group", "Presidential Guard", "Estados Unidos", "Aid"]


@pytest.mark.parametrize(("lemma", "singular", "plural"), NOUNS)
def test_nouns_have_the_class_of_what_they_stand_for(lemma: str, singular: str, plural: str) -> None:
    assert GAZETTEER.type_noun(lemma, plural=False) == singular
    assert GAZETTEER.type_noun(lemma, plural=True) == plural


@pytest.mark.parametrize("lemma", NOT_ENTITIES)
def test_other_nouns_have_no_class(lemma: str) -> None:
    assert GAZETTEER.type_noun(lemma, plural=False) is None
    assert GAZETTEER.type_noun(lemma, plural=True) is None


def test_flags_of_nouns() -> None:
    assert GAZETTEER.is_member_noun("delegation")
    assert not GAZETTEER.is_member_noun("soldier")
    assert GAZETTEER.is_leader_noun("leader")
    assert GAZETTEER.is_leader_noun("president")
    assert not GAZETTEER.is_leader_noun("villager")
    assert GAZETTEER.is_spokesperson_noun("spokeswoman")
    assert not GAZETTEER.is_spokesperson_noun("minister")
    assert GAZETTEER.is_collective("militia")
    assert not GAZETTEER.is_collective("gunman")
    assert GAZETTEER.is_neutral_noun("number")
    assert GAZETTEER.is_person_noun("villager")
    assert not GAZETTEER.is_person_noun("army")
    assert GAZETTEER.gender_of_noun("widow") == "female"
    assert GAZETTEER.gender_of_noun("uncle") == "male"
    assert GAZETTEER.gender_of_noun("villager") is None


@pytest.mark.parametrize(("text", "label", "kind"), NAMES)
def test_names_are_found_in_all_their_spellings(text: str, label: str, kind: str) -> None:
    entry = GAZETTEER.type_name(text)
    assert entry is not None
    assert (entry.label, entry.kind) == (label, kind)


@pytest.mark.parametrize("text", UNKNOWN_NAMES)
def test_words_and_given_names_are_no_names(text: str) -> None:
    assert GAZETTEER.type_name(text) is None


def test_ambiguous_names_say_so() -> None:
    for text in ("Split", "Nice", "Dallas", "Malé"):
        entry = GAZETTEER.type_name(text)
        assert entry is not None
        assert entry.ambiguous, text
    kabul = GAZETTEER.type_name("Kabul")
    assert kabul is not None
    assert not kabul.ambiguous
    assert kabul.country == "Afghanistan"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ardabil Bridge", "Facility"),
        ("Ministry of Fisheries", "Government"),
        ("Zamfara State", "Region"),
        ("Chadian Army", "SecurityForce"),
        ("People's Dawn Party", "Organization"),
        ("5th Brigade", "SecurityForce"),
        ("Third Infantry Division", "SecurityForce"),
        ("Mera Battalion", "SecurityForce"),
        ("Mera Metropolitan Police", "SecurityForce"),
        ("Chad Liberation Army", "ArmedGroup"),
        ("Northern Star Cartel", "ArmedGroup"),
        ("Northern Star Brigade", None),
        ("37th Front", None),
        ("Mera Police Academy", "Facility"),
        ("Northern Star Army", None),
        ("Northern Star Group", None),
        ("bridge", None),
        ("the old bridge", None),
    ],
)
def test_heads_of_unknown_names(text: str, kind: str | None) -> None:
    assert GAZETTEER.type_by_head(text) == kind


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Afghan", "Afghanistan"),
        ("Afghans", "Afghanistan"),
        ("American", "United States"),
        ("U.S.", "United States"),
        ("US", "United States"),
        ("Saudi", "Saudi Arabia"),
        ("Frenchmen", "France"),
        ("Swiss", "Switzerland"),
        ("Danes", "Denmark"),
        ("us", None),
        ("Us", None),
        ("polish", None),
        ("Kabul", None),
    ],
)
def test_adjectives_and_demonyms(word: str, country: str | None) -> None:
    assert GAZETTEER.country_of_adjective(word) == country


def test_capitals_and_governments() -> None:
    assert GAZETTEER.country_of_capital("Kabul") == "Afghanistan"
    assert GAZETTEER.country_of_capital("the Hague") is None, "names are capitalised"
    assert GAZETTEER.country_of_capital("The Hague") == "Netherlands"
    assert GAZETTEER.country_of_capital("Kandahar") is None
    assert GAZETTEER.capital_of("Qatar") == "Doha"
    assert GAZETTEER.capital_of("Narnia") is None
    assert GAZETTEER.government_label("Afghanistan") == "Afghan government"
    assert GAZETTEER.government_label("United States") == "US government"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("President", "office"),
        ("Prime Minister", "office"),
        ("former Defence Minister", "office"),
        ("Afghan President", "office"),
        ("US Defense Secretary", "office"),
        ("Gen.", "rank"),
        ("Lt. Col.", "rank"),
        ("Chief Superintendent", "rank"),
        ("Navy Capt.", "rank"),
        ("Sheikh", "honorific"),
        ("former", None),
        ("Table", None),
        ("", None),
    ],
)
def test_titles(title: str, kind: str | None) -> None:
    words = title.split()
    assert GAZETTEER.title_kind(words) == kind
    assert GAZETTEER.is_title(words) == (kind is not None)
    assert GAZETTEER.is_office(words) == (kind == "office")


def test_all_classes_are_in_the_vocabulary() -> None:
    classes = load_ontology().entity_classes
    used = {entry.kind for entry in (*GAZETTEER.names.values(), *GAZETTEER.acronyms.values())}
    for noun in GAZETTEER.nouns.values():
        used |= {kind for kind in (noun.singular, noun.plural) if kind is not None}
    assert used <= classes


def test_the_keys_in_the_table_are_those_of_the_names() -> None:
    path = find_resource("ontology", "lexicon", "names.tsv")
    for label, _, _, _, aliases, keys, short in read_rows(path, columns=7):
        spellings = [label, *filter(None, aliases.split("|"))]
        listed = {*filter(None, keys.split("|")), *filter(None, short.split("|"))}
        assert listed == {to_key(spelling) for spelling in spellings}, label


def test_no_two_names_share_a_slug() -> None:
    slugs: dict[str, str] = {}
    for entry in (*GAZETTEER.names.values(), *GAZETTEER.acronyms.values()):
        assert slugs.setdefault(to_slug(entry.label), entry.label) == entry.label


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Kabul", "kabul"),
        ("Afghan government", "afghan-government"),
        ("Łódź", "lodz"),
        ("  al-Qa’ida ", "al-qa-ida"),
    ],
)
def test_slugs(label: str, slug: str) -> None:
    assert to_slug(label) == slug


def test_slugs_of_other_scripts_differ_and_are_never_empty() -> None:
    labels = ["كابل", "Кабул", "喀布尔", "", "?!", "Kabul كابل", "Kabul", "x" * 200, "x" * 201]
    slugs = [to_slug(label) for label in labels]
    assert all(slugs)
    assert len(set(slugs)) == len(labels)
    assert all(slug.isascii() and len(slug) <= 90 for slug in slugs)


def test_abbreviations() -> None:
    assert is_acronym("UN")
    assert is_acronym("U.N.")
    assert not is_acronym("Un")
    assert not is_acronym("")


def test_sizes() -> None:
    assert 3_000 < len(GAZETTEER.nouns) < 20_000
    assert find_resource("ontology", "lexicon", "names.tsv").stat().st_size < 1_500_000


def test_loading_needs_neither_spacy_nor_rdflib_and_little_time() -> None:
    code = (
        "import sys, time; import kg.gazetteer as g; start = time.process_time(); g.load_gazetteer();"
        "print(time.process_time() - start); print({'spacy', 'rdflib'} & set(sys.modules))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603
    assert float(output[0]) < 0.3, "some 0.03 s on an idle machine"
    assert output[1] == "set()"


@pytest.mark.skipif(not DATA.is_dir(), reason="the sources of the tables (../shared/data) are not here")
def test_the_tables_are_what_the_builder_writes() -> None:
    result = CliRunner().invoke(entities.main, ["--data", str(DATA), "--check"])
    assert result.exit_code == 0, result.output
