"""Queries: run them, compare what they give, tell what went wrong, author drills.

In the child            inside (the contract), databases, cells, check, names, faults, hints
In the bot's process    grader, results, compare, difference, feedback: plain values and words alone
For authors             mutants, picking; driven by adapters.judge.authoring
"""
