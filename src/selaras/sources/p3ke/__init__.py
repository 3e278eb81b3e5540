"""P3KE (Kemenko PMK): family sheet, person sheet, and the sheet villages use in their musdes."""
