"""Seeded data sets with planted facts: what executed drills run on. Standard library alone."""
