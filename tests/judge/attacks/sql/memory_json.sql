-- Builds a deep value. | timeout error refused wrong
SELECT list_reduce(list_prepend('[', [repeat('[', 1000) FOR x IN range(10000)]), lambda a, b: a || b), 1
