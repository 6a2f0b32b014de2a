"""The policy core: it decides, and does nothing else.

`documents` reads and writes text; `declaration` checks it against the schema; `derived` reads the
records on file; `language` and `pack` are the rulebooks; `engine` applies them; `assess` gives the
verdict with its reasons. On that rest `ways`, `interview`, `prove` and `render`. `intake` and
`library` are the ways in, and `errors` holds the one tree of errors.
"""
