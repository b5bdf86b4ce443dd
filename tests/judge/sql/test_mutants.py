"""Neighbours of a query: each kind of slip is made, none twice, and nothing else changes."""

import pytest

from adapters.judge.sql.mutants import mutants

SLIPS = [
    ("SELECT 1 FROM t WHERE a > 2", "SELECT 1 FROM t WHERE a >= 2"),
    ("SELECT 1 FROM t WHERE a = 2", "SELECT 1 FROM t WHERE a <> 2"),
    ("SELECT 1 FROM t WHERE a BETWEEN 1 AND 3", "SELECT 1 FROM t WHERE (a >= 1 AND a < 3)"),
    ("SELECT 1 FROM t WHERE a IS NULL", "SELECT 1 FROM t WHERE NOT a IS NULL"),
    ("SELECT 1 FROM t WHERE NOT EXISTS(SELECT 1)", "SELECT 1 FROM t WHERE EXISTS(SELECT 1)"),
    ("SELECT 1 FROM t WHERE a AND b", "SELECT 1 FROM t WHERE a"),
    ("SELECT 1 FROM t WHERE a AND b", "SELECT 1 FROM t WHERE b"),
    ("SELECT 1 FROM t WHERE a AND b", "SELECT 1 FROM t WHERE a OR b"),
    ("SELECT 1 FROM t WHERE a", "SELECT 1 FROM t"),
    ("SELECT COUNT(*) FILTER(WHERE a) FROM t", "SELECT COUNT(*) FROM t"),
    ("SELECT 1 FROM t JOIN u ON a", "SELECT 1 FROM t LEFT JOIN u ON a"),
    ("SELECT 1 FROM t LEFT JOIN u ON a", "SELECT 1 FROM t JOIN u ON a"),
    ("SELECT DISTINCT a FROM t", "SELECT a FROM t"),
    ("SELECT COUNT(DISTINCT a) FROM t", "SELECT COUNT(a) FROM t"),
    ("SELECT COUNT(a) FROM t", "SELECT COUNT(*) FROM t"),
    ("SELECT COUNT(a) FROM t", "SELECT COUNT(DISTINCT a) FROM t"),
    ("SELECT 1 UNION SELECT 2", "SELECT 1 UNION ALL SELECT 2"),
    ("SELECT SUM(a) FROM t", "SELECT AVG(a) FROM t"),
    ("SELECT MIN(a) FROM t", "SELECT MAX(a) FROM t"),
    ("SELECT RANK() OVER (ORDER BY a) FROM t", "SELECT DENSE_RANK() OVER (ORDER BY a) FROM t"),
    ("SELECT LAG(a) OVER (ORDER BY a) FROM t", "SELECT LEAD(a) OVER (ORDER BY a) FROM t"),
    ("SELECT SUM(a) OVER (PARTITION BY b) FROM t", "SELECT SUM(a) OVER () FROM t"),
    (
        "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 7 PRECEDING AND CURRENT ROW) FROM t",
    ),
    (
        "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b RANGE BETWEEN 6 PRECEDING AND CURRENT ROW) FROM t",
    ),
    (
        "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b ROWS BETWEEN 6 PRECEDING AND UNBOUNDED FOLLOWING) FROM t",
    ),
    ("SELECT a FROM t ORDER BY a, b", "SELECT a FROM t ORDER BY b"),
    ("SELECT a FROM t ORDER BY a LIMIT 3", "SELECT a FROM t ORDER BY a LIMIT 4"),
    ("SELECT a FROM t ORDER BY a", "SELECT a FROM t ORDER BY a DESC"),
    ("SELECT 1 FROM t GROUP BY a, b", "SELECT 1 FROM t GROUP BY b"),
    ("SELECT COALESCE(a, 0) FROM t", "SELECT a FROM t"),
    ("SELECT CASE WHEN a THEN 1 ELSE 0 END", "SELECT CASE WHEN a THEN 1 END"),
    ("SELECT DATE_TRUNC('DAY', a) FROM t", "SELECT DATE_TRUNC('WEEK', a) FROM t"),
    ("SELECT CAST(a AS DATE) FROM t", "SELECT a FROM t"),
    ("SELECT a + 7 FROM t", "SELECT a + 6 FROM t"),
    (
        "SELECT 1 FROM t WHERE a >= '2026-03-09'",
        "SELECT 1 FROM t WHERE a >= '2026-03-10'",
    ),
]


@pytest.mark.parametrize(("query", "slip"), SLIPS)
def test_a_slip_is_made(query: str, slip: str) -> None:
    assert slip in [mutant.sql for mutant in mutants(query)]


def test_each_neighbour_comes_once_and_differs() -> None:
    query = "SELECT a, COUNT(*) FROM t WHERE a > 1 AND a < 9 GROUP BY a ORDER BY a"
    texts = [mutant.sql for mutant in mutants(query)]
    assert len(set(texts)) == len(texts)
    assert query not in texts


def test_a_neighbour_says_what_slipped() -> None:
    named = [mutant.what for mutant in mutants("SELECT 1 FROM t WHERE a > 2")]
    assert "GTE for GT in a > 2" in named
    assert "+1 to 2 in a > 2" in named
