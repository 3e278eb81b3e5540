"""Regions: codes that carry their system, tables and history of Kemendagri, the bridge to BPS, finding by name."""
