"""The sign-in library, wrapped: nothing else imports it.

It keeps passwords' sessions, second factors and single sign-on, and brings the pages for them.
What it reports is handed to services; what pages of ours ask of it is in `identity` and `pages`.
"""
