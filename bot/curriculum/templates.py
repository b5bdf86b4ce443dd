"""Texts that new content files start from; they keep every rule, so that a check is green."""

from typing import Any

HEAD = """\
family: {family}
version: 1
skill: {skill}
tracks: [{tracks}]
format: {form}
level: 2            # 1 one step … 5 needs a question first
seconds: 75
seed_ref: [{source}]   # what in the inventory of sources it goes back to
context: {{division: Games, product: the product it is about}}
"""
TAIL = """\
hints:
  - "What would you look at first?"
  - "What differs between the two weeks?"
explanation: |
  The rule that decides it, in words a tired person understands. At most eighty words.
so_what: What somebody who knows this does better at work.
status: draft       # draft: not served; then pilot, then live with reviewed_by
"""
_STEM = """\
stem: |
  A small, real situation in two or three short sentences, with figures that could be true.
  Which one is it?
"""
_OPTIONS = """\
options:
  - text: The option that is right
    right: true
    why: What makes it right.
  - text: An option that is near
    why: What is wrong with it.
    misconception: The error in thinking that leads here.
  - text: An option that tempts
    why: What is wrong with it.
    misconception: Another error in thinking.
"""
DRILLS = {
    "mcq": _STEM + _OPTIONS,
    "multi": _STEM.replace("Which one is it?", "Which of them hold?") + _OPTIONS,
    "numeric": """\
params:
  plays: {from: 200, to: 900, step: 10}
  share: {choice: [0.1, 0.2, 0.25, 0.4]}
stem: |
  A game has {plays} plays a day, and {share:.0%} of them are on phones. How many plays a day are on
  phones?
answer: plays * share
unit: plays
tolerance: {rel: 0.01}
""",
    "order": _STEM.replace("Which one is it?", "In which order do you go?")
    + """\
steps:
  - id: first
    text: What has to be known before the rest
    why: Why nothing else can come sooner.
  - id: second
    text: What needs the first
    after: [first]
    why: Why it waits for the first.
  - id: third
    text: What comes at the end
    after: [second]
    why: Why it waits for the second.
""",
    "flaw": _STEM.replace("Which one is it?", "Which line is wrong?")
    + """\
lines:
  - "Line one: sound."
  - "Line two: this one holds the slip."
  - "Line three: sound."
flaw_line: 2
"""
    + _OPTIONS,
    "written": _STEM.replace("Which one is it?", "What do you write?")
    + """\
rubric: RUBRIC
model_answer: |
  An answer that would get full marks, in about as many words as you ask for.
samples:
  "1": A weak answer in a sentence.
  "2": A fair answer in a sentence.
  "4": A strong answer in a sentence.
""",
}
TRACK: dict[str, Any] = {
    "title": "Write the title of the track",
    "role": "Write whom it is for",
    "disclaimer": "Write where your claims come from, and that the company has not confirmed them.",
}
TRACK_HEAD = """\
# Begun from {like}. Rewrite title, role, disclaimer, phases, checklist, and the themes and events
# of the days. Weights add up to 100. Drills come from the tracks under `borrows`, and from drills
# that name this track themselves.
"""
CARD = """\
id: {id}
title: Name the situation, not the verdict
tracks: [{tracks}]
brief:
  - What was asked, and of whom.
  - What the candidate did.
  - What else the reviewers saw.
vote: reject          # or advance
reason: no-so-what    # what decided it; `prepcircle schema case` lists the reasons
reveal: What the reviewers decided, and in which words.
lesson:
  - What to do first next time.
  - What to say aloud.
  - What to leave out.
"""
