"""A step of the way is tried by one key: the trial begins with it, and the verdict moves without anything being written."""

from pathlib import Path

import pytest

from tests.screens.conftest import settled, text_of
from tests.screens.sample import on_sample, sample_store
from tests.screens.test_editing import until
from tests.screens.test_readiness import in_readiness


@pytest.fixture(scope="module")
def altura(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample; not to be written to."""
    return sample_store(tmp_path_factory.mktemp("altura") / "cockpit.db")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_space_tries_a_step_of_the_way(altura: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with on_sample(altura, tmp_path, size) as (app, pilot):
        await in_readiness(app, pilot)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "R-3 to 2x5" in text_of(app))

        await pilot.press("space")

        await until(pilot, lambda: "◇ what if: 1 change" in text_of(app).splitlines()[0])
        await settled(app, pilot)
        # The step is done in the trial, so that it is no longer on the way.
        await until(pilot, lambda: "▸1  Finish A-20" in text_of(app))
        assert app.situation is not None
        assert app.situation.actual is not None
        assert app.situation.actual.state.by_ref("R-3") != app.situation.state.by_ref("R-3")
