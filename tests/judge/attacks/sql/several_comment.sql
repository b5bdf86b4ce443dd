-- Hides a statement from whoever reads comments differently. | refused error wrong
SELECT 1, 2 /* ; DROP TABLE sessions; /* */ -- */ ; DROP TABLE sessions
