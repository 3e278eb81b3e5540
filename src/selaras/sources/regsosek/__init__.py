"""Regsosek 2022 (BPS): questionnaire REGSOSEK2022.K in several sheets, all keyed by the KK number."""
