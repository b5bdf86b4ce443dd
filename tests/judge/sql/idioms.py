"""What people write in interviews in Postgres, over the shop's tables."""

IDIOMS = (
    "SELECT date_trunc('month', at) m, count(*) FROM events GROUP BY 1",
    "SELECT date_trunc('week', at)::date w, count(DISTINCT user_id) FROM events GROUP BY w",
    "SELECT at::date AS day, count(*) FROM events GROUP BY at::date",
    "SELECT DATE(at) AS day, sum(items) FROM events GROUP BY DATE(at)",
    "SELECT extract(dow FROM at) d, count(*) FROM events GROUP BY 1",
    "SELECT extract(epoch FROM max(at) - min(at)) FROM events",
    "SELECT date_part('hour', at) h, count(*) FROM events GROUP BY 1",
    "SELECT event_id, extract(minute FROM at) / 60, date_part('hour', at) / 24 FROM events",
    "SELECT user_id, sum(extract(hour FROM at) + 1) / 24, (max(extract(day FROM at))) / 7 "
    "FROM events GROUP BY 1",
    "SELECT event_id, extract(hour FROM at) || ':00' FROM events",
    "SELECT event_id, at - interval '90 min', at + interval '2 hrs' - interval '30 secs' "
    "FROM events",
    "SELECT to_char(at, 'YYYY-MM') m, count(*) FROM events GROUP BY 1",
    "SELECT user_id, max(at) - min(at) FROM events GROUP BY 1",
    "SELECT event_id, at + interval '7 days', at - interval '1 hour' FROM events",
    "SELECT user_id, joined + 7, joined - DATE '2026-02-01' FROM users",
    "SELECT event_id, at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo' FROM events",
    "SELECT items / 2, items % 2, items / 2.0 FROM events",
    "SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3, 2 ^ 3",
    "SELECT round(avg(amount)::numeric, 2) FROM events",
    "SELECT kind, count(*) FILTER (WHERE amount > 10) FROM events GROUP BY kind",
    "SELECT sum(CASE WHEN kind = 'buy' THEN 1 ELSE 0 END)::float / count(*) FROM events",
    "SELECT DISTINCT ON (user_id) user_id, kind FROM events ORDER BY user_id, at DESC, event_id",
    "SELECT user_id, string_agg(kind, ',' ORDER BY at DESC, event_id) FROM events GROUP BY 1",
    "SELECT user_id, array_agg(event_id ORDER BY event_id) FROM events GROUP BY 1",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) FROM events",
    "SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY items) FROM events",
    "SELECT mode() WITHIN GROUP (ORDER BY kind) FROM events",
    "SELECT d::date, count(event_id) FROM generate_series(DATE '2026-03-01', DATE '2026-03-08', "
    "INTERVAL '1 day') AS g(d) LEFT JOIN events ON at::date = d::date GROUP BY 1",
    "SELECT u.name, e.* FROM users u CROSS JOIN LATERAL (SELECT event_id FROM events e "
    "WHERE e.user_id = u.user_id ORDER BY at DESC, event_id LIMIT 1) e",
    "SELECT u.name, x.n FROM users u LEFT JOIN LATERAL (SELECT count(*) n FROM events e "
    "WHERE e.user_id = u.user_id) x ON true",
    "SELECT kind, user_id, count(*) FROM events GROUP BY ROLLUP (kind, user_id)",
    "SELECT kind, user_id, sum(items), grouping(kind) FROM events "
    "GROUP BY GROUPING SETS ((kind), (user_id), ())",
    "SELECT event_id, sum(items) OVER (ORDER BY at RANGE BETWEEN INTERVAL '2 days' PRECEDING "
    "AND CURRENT ROW) FROM events",
    "SELECT event_id, avg(amount) OVER (PARTITION BY user_id ORDER BY at, event_id "
    "ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM events",
    "SELECT event_id, rank() OVER w, dense_rank() OVER w, ntile(3) OVER (ORDER BY event_id) "
    "FROM events WINDOW w AS (PARTITION BY user_id ORDER BY amount DESC)",
    "SELECT event_id, lag(at) OVER (PARTITION BY user_id ORDER BY at, event_id), "
    "lead(kind, 1, 'none') OVER (PARTITION BY user_id ORDER BY at, event_id) FROM events",
    "SELECT user_id, amount FROM events ORDER BY amount DESC, event_id LIMIT 3 OFFSET 1",
    "SELECT user_id FROM events ORDER BY amount DESC NULLS LAST, event_id FETCH FIRST 2 ROWS ONLY",
    "WITH RECURSIVE d(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM d WHERE n < 5) SELECT n FROM d",
    "SELECT name FROM users u WHERE NOT EXISTS (SELECT 1 FROM events e "
    "WHERE e.user_id = u.user_id AND e.kind = 'buy')",
    "SELECT user_id FROM events EXCEPT SELECT user_id FROM users",
    "SELECT name, name ILIKE 'a%', name ~ '^[A-C]', split_part(name, '''', 1), "
    "position('d' IN name), substring(name FROM 1 FOR 2), name || '!' FROM users",
    "SELECT kind, bool_or(amount > 20), bool_and(items > 0), count(*) = 1 FROM events GROUP BY 1",
    "SELECT coalesce(u.name, 'gone'), greatest(e.items, 1), nullif(e.kind, 'view') "
    "FROM events e LEFT JOIN users u USING (user_id)",
    "SELECT (SELECT count(*) FROM events e WHERE e.user_id = u.user_id), vip IS NOT TRUE, "
    "vip IS DISTINCT FROM true FROM users u",
    "SELECT k, v FROM (VALUES ('a', 1), ('b', NULL)) AS t(k, v) ORDER BY v",
    "SELECT user_id, regexp_replace(kind, 'i', 'I'), upper(kind), length(kind), left(kind, 2), "
    "concat(kind, '-', user_id), md5(kind) FROM events",
    "SELECT corr(items, amount), stddev_samp(amount), var_pop(amount), regr_slope(amount, items) "
    "FROM events",
    "SELECT user_id, age(max(at), min(at)) FROM events WHERE user_id = 1 GROUP BY 1",
    "SELECT width_bucket(items, 0, 5, 4), width_bucket(items + 1, 7, 1, 3), "
    "width_bucket(0.29, 0, 1, 100), width_bucket(amount, 4, 30, 3) FROM events",
    "SELECT width_bucket(items, 0, 5, 4) b, count(*) FROM events "
    "GROUP BY width_bucket(items, 0, 5, 4)",
    "SELECT to_timestamp('2026-03-0' || event_id, 'YYYY-MM-DD'), "
    "to_timestamp('2026-03-01 10:05', 'YYYY-MM-DD HH24:MI') FROM events WHERE event_id < 9",
    "SELECT generate_series(1, 3) AS n",
    "SELECT generate_series(DATE '2026-03-01', DATE '2026-03-03', INTERVAL '1 day')::date AS d",
    "SELECT DATE '2026-03-01' + g FROM generate_series(0, 4, 2) AS g",
    "SELECT joined + n.i FROM users CROSS JOIN generate_series(0, 2) AS n(i)",
    "SELECT u.name, g.i FROM users u, generate_series(1, u.user_id) AS g(i)",
    "SELECT joined + g.i FROM users CROSS JOIN LATERAL generate_series(1, user_id) AS g(i)",
    "SELECT * FROM generate_series(3, 1, -1)",
    "SELECT g FROM generate_series(TIMESTAMP '2026-03-01', '2026-03-02', '6 hours') g",
    "SELECT joined + user_id FROM users",
    "SELECT lpad(name, 6, '*'), rpad(name, 6, '*'), lpad(name, 6), rpad(name, 2) FROM users",
    "SELECT lpad(event_id::text, 3, '0'), lpad(kind, 9, 'xy'), rpad(kind, 3, '') FROM events",
    "SELECT user_id, every(items > 0) FROM events GROUP BY 1",
    "SELECT user_id, every(items > 1) OVER (PARTITION BY user_id) FROM events",
    r"SELECT E'a\tb', E'it\'s', e'a\nb' || name FROM users WHERE name ~ E'^[A-C]\\w'",
    'SELECT name, name COLLATE "C" < \'b\' FROM users ORDER BY name COLLATE "C"',
    'SELECT upper(name) COLLATE "C" AS n, max(name COLLATE "POSIX") FROM users GROUP BY 1',
    "SELECT to_char(at, 'HH12:MI AM'), to_char(at, 'hh:mi pm'), to_char(at, 'HH24:MI') FROM events",
    "SELECT to_char(at, 'Mon'), to_char(at, 'Month'), to_char(at, 'MON'), to_char(at, 'mon'), "
    "to_char(at, 'MONTH') || '!' FROM events",
    "SELECT to_char(at, 'Day'), to_char(at, 'Dy'), to_char(at, 'DAY'), "
    "to_char(at, 'D') FROM events",
    "SELECT to_char(at, 'FMMonth FMDD'), to_char(at, 'FMDay'), to_char(at, 'FMMM/FMDD') "
    "FROM events",
    "SELECT to_char(at, 'IYYY-\"W\"IW'), to_char(at, 'YYYY-\"Q\"Q'), to_char(at, 'DDD ID') "
    "FROM events",
    "SELECT to_char(at, 'yyyy-mm-dd hh24:mi:ss'), to_char(at, 'HH24:MI:SS.MS') FROM events",
    "SELECT to_char(at, 'YYYYMMDD'), to_char(joined, 'DD Mon YYYY'), to_char(at, '100%') "
    "FROM events JOIN users USING (user_id)",
    "SELECT to_char(DATE_TRUNC('month', at), 'YYYY-MM'), count(*) FROM events GROUP BY 1",
    "SELECT event_id, sum(items) OVER (ORDER BY event_id RANGE BETWEEN 2 PRECEDING AND CURRENT "
    "ROW), sum(items) OVER (ORDER BY amount RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM events",
    "SELECT event_id, sum(items) OVER (ORDER BY at RANGE BETWEEN '2 days' PRECEDING AND CURRENT "
    "ROW), sum(items) OVER (ORDER BY at::date RANGE '2 days' PRECEDING) FROM events",
    "SELECT event_id, count(*) OVER (ORDER BY at RANGE BETWEEN '36:00' PRECEDING "
    "AND '1 day'::interval FOLLOWING) FROM events",
)
