"""Texts that new content files start from; they keep every rule, so that a check is green."""

from typing import Any

HEAD = """\
family: {family}
version: 1
skill: {skill}
tracks: [{tracks}]
format: {form}
level: 2            # 1 one step … 5 needs a question first
seconds: {seconds}
seed_ref: [{source}]   # what in the inventory of sources it goes back to
context: {{division: Games, product: the product it is about}}
"""
TAIL = """\
hints:
  - "The first one asks: what would you look at?"
  - "The second one shows the way and keeps the result to itself."
explanation: |
  The rule that decides it, in words a tired person understands. At most eighty words.
so_what: What somebody who knows this does better at work.
status: draft       # draft: not served; then pilot, then live with reviewed_by
"""
_OPTIONS = """\
options:
  - text: The right option
    right: true
    why: What makes it right.
  - text: An option that is near
    why: What is wrong with it.
    misconception: The error in thinking that leads here.
  - text: An option that tempts
    why: What is wrong with it.
    misconception: Another error in thinking.
"""
_OPEN = """\
rubric: RUBRIC
model_answer: |
  An answer that would get full marks, in about as many words as you ask for.
samples:
  "1": A weak answer in a sentence.
  "2": A fair answer in a sentence.
  "4": A strong answer in a sentence.
"""
_DATA = """\
data:
  set: game_sessions    # docs/datasets.md lists the sets, their tables and shapes
  tables: [sessions]
  sample: {seed: 2, size: 3, shape: plain}
  hidden: []            # `prepcircle author check NAME --write` fills it in
properties:             # shapes to be tried, in words for members; the question speaks of each
  nulls: sessions of which something was not reported
  empty: a table without rows
short: SHORT            # what is asked on a phone, and where nothing can be run
"""
_SQL_ANSWERS = """\
reference: |
  SELECT player_id, COUNT(*) AS sessions FROM sessions GROUP BY player_id
accepted:               # the same in other words, five at least
  - SELECT player_id, COUNT(session_id) AS sessions FROM sessions GROUP BY 1
  - SELECT player_id, SUM(1) AS sessions FROM sessions GROUP BY player_id
  - SELECT DISTINCT player_id, COUNT(*) OVER (PARTITION BY player_id) AS sessions FROM sessions
  - |
    SELECT p.player_id,
      (SELECT COUNT(*) FROM sessions s WHERE s.player_id = p.player_id) AS sessions
    FROM (SELECT DISTINCT player_id FROM sessions) p
  - |
    WITH played AS (SELECT player_id FROM sessions)
    SELECT player_id, COUNT(*) AS sessions FROM played GROUP BY player_id
wrong:
  - query: SELECT player_id, COUNT(score) AS sessions FROM sessions GROUP BY player_id
    why: COUNT of a column leaves out rows without a value.
  - query: SELECT player_id, COUNT(DISTINCT device_id) AS sessions FROM sessions GROUP BY player_id
    why: It counts devices, not sessions.
"""
_PYTHON_ANSWERS = """\
function: mean_minutes
reference: |
  import pandas as pd


  def mean_minutes(sessions: pd.DataFrame) -> pd.DataFrame:
      \"""Mean known length of each player's sessions, minutes.\"""
      known = sessions.dropna(subset=["minutes"])
      return known.groupby("player_id", as_index=False)["minutes"].mean()
accepted:               # the same in other words, five at least
  - |
    def mean_minutes(sessions):
        return sessions.groupby("player_id")["minutes"].mean().dropna().reset_index()
  - |
    def mean_minutes(sessions):
        known = sessions[sessions["minutes"].notna()]
        return known.groupby("player_id").agg(minutes=("minutes", "mean")).reset_index()
  - |
    def mean_minutes(sessions):
        known = sessions.dropna(subset=["minutes"]).groupby("player_id")["minutes"]
        return (known.sum() / known.count()).reset_index()
  - |
    def mean_minutes(sessions):
        known = sessions.dropna(subset=["minutes"])
        return known.pivot_table(values="minutes", index="player_id").reset_index()
  - |
    import pandas as pd

    def mean_minutes(sessions):
        known = sessions.dropna(subset=["minutes"])
        lengths = {}
        for player, minutes in zip(known["player_id"], known["minutes"]):
            lengths.setdefault(player, []).append(minutes)
        means = [sum(found) / len(found) for found in lengths.values()]
        return pd.DataFrame({"player_id": list(lengths), "minutes": means})
wrong:
  - code: |
      def mean_minutes(sessions):
          filled = sessions.fillna({"minutes": 0})
          return filled.groupby("player_id", as_index=False)["minutes"].mean()
    why: An unknown length is taken for no minutes, which pulls the mean down.
  - code: |
      def mean_minutes(sessions):
          known = sessions.dropna(subset=["minutes"])
          return known.groupby("player_id", as_index=False)["minutes"].median()
    why: It takes the length in the middle, not the mean.
"""
_STEMS = {
    "mcq": """\
  A small, real situation in two or three short sentences, with figures that could be true.
  Which one is it?
""",
    "multi": """\
  Somebody is about to act. Say on what grounds, so that each option can be weighed by itself.
  Which of them hold?
""",
    "order": """\
  A piece of work with a date and a reason for it. In which order do you go?
""",
    "flaw": """\
  A mate sums up what they did and found. Which line is wrong, and why?
""",
    "written": """\
  The plan or the story that you want told, and what must be in it. What do you write?
""",
    "explain": """\
  Who asks you, what they have seen, and which terms are strange to them. Tell it in plain words.
""",
    "scope": """\
  What a lead wants built, in the lead's own voice, and little more. Scope it in the four fields.
""",
    "numeric": """\
  A game has {plays} plays a day, and {share:.0%} of them are on phones. How many plays a day are on
  phones?
""",
    "sql": """\
  Return, for each player with a session, the `player_id` and how many sessions that player had, as
  `sessions`. A session counts whatever was reported of it. The table may be empty.
""",
    "python": """\
  Write `mean_minutes`. It gets `sessions` and gives a row to everybody who has a known length:
  `player_id`, and the mean of those lengths as `minutes`. Unknown lengths are left out. The table
  may be empty.
""",
}
"""No two alike: those who begin a drill of each format are told of no repetition."""
_BODIES = {
    "mcq": _OPTIONS,
    "multi": _OPTIONS,
    "numeric": """\
params:
  plays: {from: 200, to: 900, step: 10}
  share: {choice: [0.1, 0.2, 0.25, 0.4]}
answer: plays * share
unit: plays
tolerance: {rel: 0.01}
""",
    "order": """\
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
    "flaw": """\
lines:
  - "Line one: sound."
  - "Line two: this one holds the slip."
  - "Line three: sound."
flaw_line: 2
"""
    + _OPTIONS,
    "written": _OPEN,
    "explain": _OPEN,
    "scope": _OPEN,
    "sql": _DATA + _SQL_ANSWERS,
    "python": _DATA + _PYTHON_ANSWERS,
}
DRILLS = {form: f"stem: |\n{_STEMS[form]}{body}" for form, body in _BODIES.items()}
SECONDS = {"explain": 120, "written": 420, "scope": 600, "sql": 600, "python": 900}
"""Of formats that take longer than a tap."""
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
