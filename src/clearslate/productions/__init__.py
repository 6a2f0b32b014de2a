"""Productions: seasons and films, their people, calendar, rules in force and facts on file."""
