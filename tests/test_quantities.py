"""The least number that words and digits mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quantities import to_minimum

NUMBERS = [
    ("0", 0),
    ("7", 7),
    ("007", 7),
    ("2,500", 2500),
    ("1,234,567", 1234567),
    ("zero", 0),
    ("one", 1),
    ("Twelve", 12),
    ("nineteen", 19),
    ("twenty", 20),
    ("twenty-one", 21),
    ("ninety nine", 99),
    ("hundred", 100),
    ("two hundred", 200),
    ("one hundred and five", 105),
    ("thousand", 1000),
    ("three thousand two hundred and ten", 3210),
    ("two hundred thousand", 200_000),
    ("five million", 5_000_000),
    ("dozen", 12),
    ("dozens", 24),
    ("scores", 40),
    ("Hundreds", 200),
    ("thousands", 2000),
    ("several", 3),
    ("both", 2),
    ("two dozen", 24),
    ("tens of thousands", 20_000),
    ("hundreds of thousands", 200_000),
    (" six ", 6),
]
NO_NUMBERS = [
    "",
    " ",
    "many",
    "some",
    "a few",
    "2.5",
    "1,5",
    "25,00",
    "-3",
    "+3",
    "5th",
    "first",
    "9mm",
    "4x4",
    "$5",
    "II",
]


@pytest.mark.parametrize(("text", "value"), NUMBERS)
def test_number(text: str, value: int) -> None:
    assert to_minimum(text) == value


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_number(text: str) -> None:
    assert to_minimum(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_mean_what_they_say(number: int) -> None:
    assert to_minimum(str(number)) == to_minimum(f"{number:,}") == number


@given(st.text(max_size=30))
def test_any_text_has_a_number_or_none(text: str) -> None:
    value = to_minimum(text)
    assert value is None or value >= 0
