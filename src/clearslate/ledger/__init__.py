"""The home of the record: the only place that appends an entry, and what reads them back."""
