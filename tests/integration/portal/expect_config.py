"""What the routes of the house itself must be. Outside a demo the gallery is for those who manage."""

from portal_routes import Expect

from selaras.apps.accounts.rules import Ability

ROUTES = {"gallery": Expect(Ability.MANAGE)}
