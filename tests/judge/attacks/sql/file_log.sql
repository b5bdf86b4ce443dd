-- Has the engine write a log. | refused error
PRAGMA log_query_path = '@FOLDER@/made.log'
