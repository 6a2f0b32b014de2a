"""Papers in words: what is read by `reports` becomes sheets, which HTML and PDF write out alike."""
