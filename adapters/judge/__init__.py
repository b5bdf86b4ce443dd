"""Runs strangers' SQL and Python where it can do no harm, and grades what comes back.

app       the Judge port: the line, the graders, the tier in force
sql       running and comparing queries, authoring them
python    running and comparing functions, reading code
sandbox   helpers, confinement, the self-attack; knows nothing of drills
work      what the parts say to each other
"""
