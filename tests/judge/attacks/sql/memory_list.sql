-- Makes a long list. | timeout error refused
SELECT len(list_transform(range(1000000000), lambda x: x)), 1
