"""Reports: what a production reads and prints of where it stands; nothing here changes anything."""
