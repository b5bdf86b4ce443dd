-- Uses letters that look like others. | error refused wrong
ＳＥＬＥＣＴ * FROM ѕеѕѕіоnѕ
