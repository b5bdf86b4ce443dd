-- Names a file with an ending the engine knows. | refused error
SELECT * FROM '@FOLDER@/secrets.csv'
