-- Writes a folder. | refused error
EXPORT DATABASE '@FOLDER@/made'
