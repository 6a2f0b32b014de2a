"""Declaring a use: the interview as pages, with a verdict that moves while one answers."""
