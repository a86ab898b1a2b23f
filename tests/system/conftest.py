"""Whole villages: the simulated worlds in the test's process, the real service in its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.contract.google_oracle import Oracle
from tests.system.village import Raw, Village, with_two_services

Found = Callable[[Callable[[Raw], None]], Village]


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the processes keep their compiled modules, so that only the first start is slow."""
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture(scope="session")
def oracle() -> Oracle:
    """Google's own documents."""
    return Oracle()


@contextmanager
def well_kept(village: Village) -> Iterator[Village]:
    """Close the village in the end; whoever uses it answers for what no story may do."""
    try:
        yield village
    finally:
        village.close()
        print(village.service.log)  # noqa: T201 - pytest shows it where a test failed
    assert not village.misdeeds()


@pytest.fixture
def found(tmp_path: Path, bytecode: Path, oracle: Oracle) -> Iterator[Found]:
    """Found a village with settings changed as wished; its service does not run yet."""
    with ExitStack() as villages:
        yield lambda change: villages.enter_context(well_kept(Village(tmp_path, bytecode, oracle, change)))


@pytest.fixture
def village(found: Found) -> Village:
    """A village of one's own that offers SKU and SKTM; its service does not run yet."""
    return found(with_two_services)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, bytecode: Path, oracle: Oracle) -> Iterator[Village]:
    """A village that is open and shared by a module's tests; SKTM letters are fetched at the office."""
    with well_kept(Village(tmp_path_factory.mktemp("town"), bytecode, oracle, _sktm_is_fetched)) as village:
        yield village.open()


def _sktm_is_fetched(raw: Raw) -> None:
    with_two_services(raw)
    raw["layanan"]["sktm"]["surat"]["serah"] = "cetak"
