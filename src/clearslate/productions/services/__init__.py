"""Every change of a production, one file per thing that changes."""
