-- Reaches a file by a kind of join few parsers know. | refused error
SELECT * FROM sessions POSITIONAL JOIN '@SECRET_FILE@'
