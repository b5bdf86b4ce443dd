-- Makes a macro for later. | refused error
CREATE MACRO evil() AS TABLE SELECT * FROM read_text('@SECRET_FILE@'); SELECT * FROM evil()
