-- Shows how the tables were made. | refused error
SELECT sql, 1 FROM sqlite_master
