-- Returns types that few know how to write down. | wrong error refused
SELECT MAP {'a': [{'b': INTERVAL 1 DAY}]}, union_value(n := 1::UHUGEINT)
