"""Measurements, not tests: `make bench` runs them and writes docs/benchmarks.md.

Every figure is a ratio of two things measured in turn in the same run, so that a slow machine or a
busy one changes both sides. The issue's targets stand next to each figure.
"""
