-- Is read differently by different readers. | error refused wrong
SELECT 1 --1
, E'\'' || $tag$ ' ; SELECT content FROM read_text('@SECRET_FILE@') -- $tag$
