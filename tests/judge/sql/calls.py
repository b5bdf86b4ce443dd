"""Each function that a query may call, by the judge's name for it, called once over the events."""

_AGGREGATES = "any_value avg count first kurtosis last list mad max median min mode skewness \
stddev stddev_pop stddev_samp sum variance variance_pop array_agg"
_TRUTHS = "count_if every logical_and logical_or"
_PAIRS = "corr covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 \
regr_slope regr_sxx regr_sxy regr_syy"
_RANKS = "cume_dist dense_rank percent_rank rank row_number"
_PLACES = "first_value lag last_value lead"
_NUMBERS = "abs atan cbrt ceil cos degrees exp floor radians sign sin sqrt tan round trunc \
is_inf is_nan chr to_days to_hours to_minutes to_months to_seconds to_weeks to_years \
unix_to_time int64 typeof"
_TWO_NUMBERS = "atan2 fdiv fmod greatest least log nextafter nullif power coalesce xor"
_TEXTS = "ascii length lower md5 reverse strip_accents strlen trim unicode upper concat"
_TWO_TEXTS = "contains ends_with starts_with regexp_extract regexp_full_match regexp_i_like \
regexp_like regexp_split split str_position string_split string_to_array concat_ws"
_THREE_TEXTS = "regexp_replace replace translate"
_MOMENTS = "date day day_of_month day_of_week day_of_year dayname dayofweek_iso epoch epoch_ms \
hour isoyear julian last_day minute month monthname quarter second time_to_unix week \
week_of_year weekday year year_of_week year_of_week_iso yearweek \
timestamp date_str_to_date time_str_to_time ts_or_ds_to_date ts_or_ds_to_timestamp"
_LISTS = "array_distinct array_max array_min array_size array_sort array_sum \
cardinality explode list_avg list_distinct list_sort list_sum list_unique"
_UNITS = "datepart date_part"

_WRITTEN = {
    "and": "items > 0 AND items < 5",
    "age": "age(at, at)",
    "arg_max": "arg_max(kind, items)",
    "arg_min": "arg_min(kind, items)",
    "array": "ARRAY[1, items]",
    "array_concat": "array_cat(ARRAY[1], ARRAY[items])",
    "array_contains": "array_contains(ARRAY[1], items)",
    "array_to_string": "array_to_string(ARRAY['a', kind], '-')",
    "case": "CASE WHEN items > 0 THEN 1 END",
    "cast": "CAST(items AS text)",
    "collate": "collate(kind, 'C')",
    "date_add": "date_add(at, INTERVAL 1 DAY)",
    "date_bin": "date_bin('15 minutes', at, TIMESTAMP '2026-01-01')",
    "datediff": "datediff('day', at, at)",
    "date_from_parts": "make_date(2026, 3, 1)",
    "date_sub": "date_sub('day', at, at)",
    "date_trunc": "date_trunc('day', at::date)",
    "datetime_trunc": "datetime_trunc(at, DAY)",
    "exists": "EXISTS (SELECT 1 FROM users)",
    "exploding_generate_series": "generate_series(1, 2)",
    "extract": "extract(hour FROM at)",
    "generate_date_array": "generate_date_array(DATE '2026-03-01', DATE '2026-03-02')",
    "generate_series": "generate_series(1, 2)",
    "group_concat": "string_agg(kind, ',')",
    "if": "if(items > 0, 1, 2)",
    "left": "left(kind, 2)",
    "list_contains": "list_contains(ARRAY[1], items)",
    "ln": "ln(items + 1)",
    "make_date": "make_date(2026, 3, 1)",
    "time_from_parts": "make_time(10, 30, 0)",
    "months_between": "months_between(at, at)",
    "nth_value": "nth_value(items, 2) OVER (ORDER BY at)",
    "ntile": "ntile(2) OVER (ORDER BY at)",
    "nvl2": "nvl2(items, 1, 2)",
    "octet_length": "octet_length(kind::bytea)",
    "or": "items > 0 OR items < 5",
    "overlay": "overlay(kind PLACING 'a' FROM 2)",
    "pad": "lpad(kind, 9)",
    "percentile_cont": "percentile_cont(0.5) WITHIN GROUP (ORDER BY items)",
    "percentile_disc": "percentile_disc(0.5) WITHIN GROUP (ORDER BY items)",
    "pi": "pi()",
    "quantile": "quantile(items, 0.5)",
    "range": "range(1, 2)",
    "right": "right(kind, 2)",
    "split_part": "split_part(kind, 'u', 1)",
    "str_to_date": "to_date('2026-03-01', 'YYYY-MM-DD')",
    "str_to_time": "to_timestamp('2026-03-01', 'YYYY-MM-DD')",
    "strftime": "strftime(at, '%Y')",
    "strptime": "strptime('2026', '%Y')",
    "struct": "struct_pack(a := items)",
    "substring": "substring(kind FROM 1 FOR 2)",
    "time_bucket": "time_bucket(INTERVAL '1 hour', at)",
    "time_to_str": "strftime(at, '%Y')",
    "timestamp_add": "timestamp_add(at, INTERVAL 1 DAY)",
    "timestamp_from_parts": "make_timestamp(2026, 3, 1, 10, 0, 0)",
    "timestamp_sub": "timestamp_sub(at, INTERVAL 1 DAY)",
    "timestamp_trunc": "date_trunc('day', at)",
    "timestampdiff": "timestampdiff(at, at, DAY)",
    "to_char": "to_char(at, 'YYYY')",
    "try": "try(items)",
    "try_cast": "TRY_CAST(kind AS integer)",
    "ts_or_ds_add": "ts_or_ds_add(at, 1, 'day')",
    "ts_or_ds_diff": "ts_or_ds_diff(at, at)",
    "width_bucket": "width_bucket(items, 0, 10, 5)",
}
_GROUPED = ("grouping", "grouping_id")


def _each(names: str, call: str) -> dict[str, str]:
    return {name: f"SELECT {call.format(name)} FROM events" for name in names.split()}


CALLS = {
    **_each(_AGGREGATES, "{}(items)"),
    **_each(_TRUTHS, "{}(items > 0)"),
    **_each(_PAIRS, "{}(items, amount)"),
    **_each(_RANKS, "{}() OVER (ORDER BY at)"),
    **_each(_PLACES, "{}(items) OVER (ORDER BY at)"),
    **_each(_NUMBERS, "{}(items)"),
    **_each(_TWO_NUMBERS, "{}(items + 2, 2)"),
    **_each(_TEXTS, "{}(kind)"),
    **_each(_TWO_TEXTS, "{}(kind, 'u')"),
    **_each(_THREE_TEXTS, "{}(kind, 'u', 'b')"),
    **_each(_MOMENTS, "{}(at)"),
    **_each(_LISTS, "{}(ARRAY[1, 2])"),
    **_each(_UNITS, "{}('hour', at)"),
    **{name: f"SELECT {call} FROM events" for name, call in _WRITTEN.items()},
    **{name: f"SELECT {name}(kind) FROM events GROUP BY kind" for name in _GROUPED},
    "unnest": "SELECT * FROM unnest(ARRAY[1, 2])",
}
