"""Every change of duties, reminders and feeds: each a service that appends its entry."""
