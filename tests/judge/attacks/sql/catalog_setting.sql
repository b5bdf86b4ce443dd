-- Shows one setting. | refused error
SELECT current_setting('secret_directory'), 1
