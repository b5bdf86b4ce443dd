-- Names a variable of the process that runs it. | refused error
SELECT * FROM prepared
