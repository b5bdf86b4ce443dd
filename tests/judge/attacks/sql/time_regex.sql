-- Matches for ever. | timeout error refused wrong
SELECT regexp_matches(repeat('a', 30000) || 'b', '(a|aa|aaa)*(a|b)*c'), COUNT(*) FROM range(100000)
