"""The page of one use: what was declared, its assessment, its versions, files and history."""
