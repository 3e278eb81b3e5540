"""What the routes of review must be, asked about a pair here and a pair far away."""

from expect_registry import at, person
from portal_routes import Expect

from selaras.apps.accounts.rules import Ability, FieldClass

REVIEW = {"ability": Ability.REVIEW, "field_class": FieldClass.IDENTITY}


def pair(world):
    return {"candidate_id": at(world).pair}


ROUTES = {
    "review:queue": Expect(**REVIEW, follow=True),
    "review:pair": Expect(**REVIEW, kwargs=pair),
    "review:decide": Expect(**REVIEW, method="post", kwargs=pair, data={"putusan": "ragu"}, follow=True),
    "review:part": Expect(**REVIEW, method="post", kwargs=person, data={"baris": "0"}, follow=True),
    "review:take_back": Expect(**REVIEW, method="post", kwargs={"decision_id": 1}),
}
SHOWS = {"review:pair", "review:part"}
