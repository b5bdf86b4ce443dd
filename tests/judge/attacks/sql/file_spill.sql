-- Has the engine write its spill where it likes. | refused error
SET temp_directory = '@FOLDER@/made'
