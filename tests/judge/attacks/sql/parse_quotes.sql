-- Leaves everything open. | error refused
SELECT 'a" /* $$ ( [ {
