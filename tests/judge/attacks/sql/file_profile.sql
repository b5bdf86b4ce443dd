-- Has the engine write a profile. | refused error
PRAGMA enable_profiling = 'json'; PRAGMA profile_output = '@FOLDER@/made.json'; SELECT 1, 2
