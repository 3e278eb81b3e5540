"""Values by position are the same whichever way they are fetched."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from selaras.engine import gathering
from selaras.engine.link import ids

VALUES = st.lists(st.none() | st.text(max_size=3), max_size=6)


@given(VALUES, st.data())
def test_a_position_gives_its_value_and_nowhere_gives_null(values, data):
    highest = len(values) - 1
    positions = data.draw(st.lists(st.integers(gathering.NOWHERE, highest), max_size=8))
    found = gathering.at(pl.Series("v", values, dtype=pl.String), np.array(positions, dtype=np.int64))
    assert found.to_list() == [None if at == gathering.NOWHERE else values[at] for at in positions]
    assert (found.name, found.dtype) == ("v", pl.String)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(alphabet="ABC é", max_size=4), min_size=1, max_size=20))
def test_few_texts_get_the_digests_that_many_get(texts):
    few = ids._digests(pl.Series(texts))
    whole = pl.Series(texts * (ids._MANY // len(texts) + 1))
    assert few.tolist() == ids._digests(whole)[: len(texts)].tolist()
