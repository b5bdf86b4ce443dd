-- Holds characters that end texts. | error refused wrong
SELECT '@NULL@', 1
