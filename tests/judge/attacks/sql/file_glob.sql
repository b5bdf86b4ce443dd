-- Lists files. | refused error
SELECT file, 1 FROM glob('@FOLDER@/*')
