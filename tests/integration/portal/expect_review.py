"""What the routes of review must be."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability, FieldClass

REVIEW = {"ability": Ability.REVIEW, "field_class": FieldClass.IDENTITY}
ROUTES = {
    "review:queue": Expect(**REVIEW),
    "review:pair": Expect(**REVIEW, kwargs={"candidate_id": 1}),
    "review:decide": Expect(**REVIEW, method="post", kwargs={"candidate_id": 1}, data={"putusan": "sama"}),
    "review:part": Expect(
        **REVIEW, method="post", kwargs={"reference": "P00000000FAR0"}, data={"baris": "0"}
    ),
    "review:take_back": Expect(**REVIEW, method="post", kwargs={"decision_id": 1}),
}
