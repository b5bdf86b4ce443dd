-- Fails with a very long message. | error refused timeout
SELECT error(repeat('x', 100000000)), 1
