-- Shows one setting, written as a method. | refused error
SELECT 'secret_directory'.current_setting(), 1
