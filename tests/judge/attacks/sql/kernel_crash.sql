-- Uses what has crashed the engine before. | error refused wrong timeout
SELECT list_aggregate([NULL, NULL], 'histogram'), ([1, 2, 3])[-9223372036854775808:9223372036854775807]
