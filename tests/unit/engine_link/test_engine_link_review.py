"""What is asked of people, and what is not."""

import link_people as people
import polars as pl

from selaras.engine.link import run


def test_a_row_that_is_held_fast_is_not_asked_about() -> None:
    linked = run.link(people.two_lists(60))
    strong = linked.pairs.filter(pl.col("linked") & (pl.col("weight") >= 4.0))
    sure = set(strong["rid_a"]) | set(strong["rid_b"])
    united = linked.review.filter(pl.col("person_a") == pl.col("person_b"))
    assert sure
    assert not [pair for pair in united.select("rid_a", "rid_b").rows() if sure.issuperset(pair)]
