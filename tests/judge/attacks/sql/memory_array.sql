-- Makes a wide fixed array. | timeout error refused
SELECT array_value(1, 2)::INTEGER[100000000], 1
