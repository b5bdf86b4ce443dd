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
stem: |
  {ask} the `player_id` and how many sessions that player had, as `sessions`. A session counts
  whatever was reported of it.
data:
  set: game_sessions    # docs/datasets.md lists the sets, their tables and shapes
  tables: [sessions]
  sample: {{seed: 2, size: 3, shape: plain}}
  hidden: []            # `prepcircle author check NAME --write` fills it in
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
function: sessions_by_player
reference: |
  import pandas as pd


  def sessions_by_player(sessions: pd.DataFrame) -> pd.DataFrame:
      \"""How many sessions each player had.\"""
      return sessions.groupby("player_id").size().reset_index(name="sessions")
accepted:               # the same in other words, five at least
  - |
    def sessions_by_player(sessions):
        counts = sessions.groupby("player_id")["session_id"].count()
        return counts.rename("sessions").reset_index()
  - |
    def sessions_by_player(sessions):
        counts = sessions["player_id"].value_counts()
        return counts.rename_axis("player_id").reset_index(name="sessions")
  - |
    def sessions_by_player(sessions):
        return sessions.groupby("player_id", as_index=False).agg(sessions=("session_id", "size"))
  - |
    def sessions_by_player(sessions):
        counted = sessions.assign(sessions=1)
        return counted.groupby("player_id", as_index=False)["sessions"].sum()
  - |
    import pandas as pd

    def sessions_by_player(sessions):
        counts = {}
        for player in sessions["player_id"]:
            counts[player] = counts.get(player, 0) + 1
        return pd.DataFrame({"player_id": list(counts), "sessions": list(counts.values())})
wrong:
  - code: |
      def sessions_by_player(sessions):
          return sessions.groupby("player_id")["score"].count().reset_index(name="sessions")
    why: Counting a column leaves out rows without a value.
  - code: |
      def sessions_by_player(sessions):
          return sessions.groupby("player_id")["device_id"].nunique().reset_index(name="sessions")
    why: It counts devices, not sessions.
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
    "written": _STEM.replace("Which one is it?", "What do you write?") + _OPEN,
    "explain": _STEM.replace("Which one is it?", "Explain it to somebody outside the field.")
    + _OPEN,
    "scope": _STEM.replace("Which one is it?", "Scope it in the four fields.") + _OPEN,
    "sql": _DATA.format(ask="Return, for each player with a session,") + _SQL_ANSWERS,
    "python": _DATA.format(ask="Return a table with, for each player with a session,")
    + _PYTHON_ANSWERS,
}
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
