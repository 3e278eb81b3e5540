"""DTSEN (BPS, Kemensos): family and member sets, the SIKS-NG check result, and the portal's variables."""
