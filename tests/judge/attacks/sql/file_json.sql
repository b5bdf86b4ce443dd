-- Reads a file as objects. | refused error
SELECT json::VARCHAR, 1 FROM read_json_objects('@SECRET_FILE@')
