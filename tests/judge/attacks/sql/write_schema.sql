-- Looks elsewhere for all later queries. | refused error
USE temp
