"""Sums that interviews turn on: pure functions whose parameters carry their units."""
