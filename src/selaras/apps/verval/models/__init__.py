"""Tables of verval: `campaigns` (who goes where with which form), `submissions` (what came back)."""
