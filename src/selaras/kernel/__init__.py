"""The ground everything stands on: identity numbers, names, regions, dates, editions, money, errors, findings.

Standard library only. Import the modules: `from selaras.kernel import nik`, then `nik.read(text)`.
"""
