"""DTKS: the village exports of SIKS-NG (Kemensos) and the older BDT 2015."""
