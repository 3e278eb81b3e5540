"""Tables of programmes: `catalogue`, `allocation` (plans, awards), `delivery` (cycles, ledger, proof), `complaints`, `facts`, `sharing`."""
