-- Reads a file as bytes. | refused error
SELECT content, 1 FROM read_blob('/proc/self/environ')
