-- Attaches another server. | refused error
ATTACH 'host=127.0.0.1 port=@PORT@ user=x' AS other (TYPE postgres)
