"""What the routes of the house itself must be. Outside a demo the gallery is for those who manage."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability

ROUTES = {
    "gallery": Expect(Ability.MANAGE),
    "guide": Expect(open=True),
    "guide_page": Expect(open=True, kwargs={"name": "kelurahan"}),
    "guide_picture": Expect(open=True, kwargs={"name": "masuk.webp"}),
    # Answers with the status of the trouble, so the walk cannot ask it for 200; test_answers_elsewhere asks.
    "trouble": Expect(open=True, foreign=True),
}
