-- Has a very long sum. | error refused timeout wrong
SELECT @TERMS@, 1
