"""Options and fixtures shared by all tests."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

from kg.model import Article, Extraction

# Machines differ in speed; on those that test a change, the same examples come each time.
settings.register_profile(
    "kg", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("kg")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; read the diff")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("--update-golden is for people: in CI the golden files are what is tested against")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def read_article() -> Callable[[Article], Extraction]:
    """Reads an article as `kg build` does: with the shipped pipeline, loaded once."""
    from kg.extract import extract
    from kg.nlp import load_pipeline, parse

    pipeline = load_pipeline(None)
    return lambda article: extract(article, parse(pipeline, article))
