"""What producers and auditors read: is the show clear, and how long things wait."""
