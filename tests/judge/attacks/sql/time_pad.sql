-- Pads to a great length, where no interrupt is looked at. | timeout error refused
SELECT length(rpad('', 2000000000, 'x')), 1
