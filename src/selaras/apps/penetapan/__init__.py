"""Penetapan: villages deliberate, citizens propose and object, and the list is signed step by step up to the SK."""
