-- Returns very many columns. | error refused wrong
SELECT @COLUMNS@
