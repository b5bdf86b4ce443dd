"""What a query may consist of: kinds of expression, functions, what is kindly declined.

Everything else is refused. Function names are sqlglot's, or as written where it knows none.
"""


def _named(words: str) -> frozenset[str]:
    return frozenset(words.split())


NODES = _named(
    """Add Alias Aliases All Any AtTimeZone Between BitwiseAnd BitwiseOr BitwiseXor BitwiseNot
    Boolean Bracket ByteString CTE Column Cube DPipe DataType DataTypeParam Distinct Div Dot EQ
    Escape Except Fetch Filter From GT GTE Group GroupingSets Having ILike Identifier IgnoreNulls
    In IntDiv Intersect Interval IntervalSpan Is Join Kwarg LT LTE Lateral Like Limit
    LimitOptions Literal Mod Mul NEQ Neg Not Null NullSafeEQ NullSafeNEQ Offset Order Ordered Paren
    PropertyEQ
    Qualify RespectNulls Rollup Select Slice Star Sub Subquery Table TableAlias Tuple
    Union UsingData Values Var Where Window WindowSpec With WithinGroup"""
)
"""Class names of sqlglot's expressions that are no functions."""

FUNCTIONS = _named(
    """abs and any_value arg_max arg_min array array_agg array_concat array_contains array_distinct
    array_max array_min array_size array_sort array_sum array_to_string ascii atan atan2 avg case
    cast cbrt ceil chr coalesce collate concat concat_ws contains corr cos count count_if covar_pop
    covar_samp cume_dist date date_add date_bin date_from_parts date_str_to_date date_sub date_trunc
    datediff datetime_trunc day day_of_month day_of_week day_of_year dayname dayofweek_iso degrees
    dense_rank ends_with exists exp explode exploding_generate_series extract first first_value
    floor generate_date_array generate_series greatest group_concat grouping grouping_id hour if
    int64 is_inf is_nan kurtosis lag last last_day last_value lead least left length list ln log
    logical_and logical_or lower max md5 median min minute mode month monthname months_between
    nth_value ntile nullif nvl2 or overlay pad percent_rank percentile_cont percentile_disc pi power
    quantile quarter radians rank regexp_extract regexp_full_match regexp_i_like regexp_like
    regexp_replace regexp_split regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope
    regr_sxx regr_sxy regr_syy replace reverse right round row_number second sign sin skewness split
    split_part sqrt starts_with stddev stddev_pop stddev_samp str_position str_to_date str_to_time
    string_to_array struct substring sum tan time_str_to_time time_to_str time_to_unix timestamp
    timestamp_add timestamp_from_parts timestamp_sub timestamp_trunc timestampdiff to_days translate
    trim trunc try try_cast ts_or_ds_add ts_or_ds_diff ts_or_ds_to_date ts_or_ds_to_timestamp typeof
    unicode unix_to_time unnest upper variance variance_pop week week_of_year width_bucket xor year
    year_of_week year_of_week_iso age cardinality date_part datepart epoch epoch_ms every fdiv fmod
    isoyear julian list_avg list_contains list_distinct list_sort list_sum list_unique mad make_date
    nextafter octet_length range strftime string_split strip_accents strlen strptime time_bucket
    to_char to_hours to_minutes to_months to_seconds to_weeks to_years weekday yearweek
    time_from_parts"""
)

SERIES = frozenset({"generate_series", "exploding_generate_series", "range", "unnest", "explode"})
"""Functions that may stand where a table stands."""

DRAWN_ANEW = _named(
    "rand randn random uuid gen_random_uuid uniform setseed normal shuffle tablesample"
)
CLOCK = _named(
    """current_date current_time current_timestamp current_datetime current_timestamp_l_t_z
    localtime localtimestamp now today clock_timestamp transaction_timestamp statement_timestamp
    systimestamp utc_date utc_time utc_timestamp get_current_timestamp"""
)
CHANGING = _named("alter create delete drop insert into lock merge truncatetable update")
WRITTEN = {
    "rand": "random", "uuid": "gen_random_uuid", "pad": "lpad", "similarto": "SIMILAR TO"
}  # fmt: skip
"""What members call some of them."""
