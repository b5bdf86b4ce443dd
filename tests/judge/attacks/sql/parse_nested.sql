-- Is nested too deep to be parsed. | error refused wrong
SELECT @NESTED@, 1
