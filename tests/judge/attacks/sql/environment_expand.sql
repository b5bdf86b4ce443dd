-- Has the engine put a variable into a path. | refused error
SELECT * FROM read_text('${PREPCIRCLE_TOKEN}')
