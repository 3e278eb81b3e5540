"""Programmes: which one fits which family and why, who gets what there is, and proof that it arrived."""
