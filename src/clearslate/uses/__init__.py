"""Uses: drafts that are answered, what is submitted of them, and what became of it.

What the entrances call, in the order in which a use meets it:

- `desk.desk_for` gives the rules, facts and readings of a day: `.interview`, `.assess`, `.case`.
- `asking`: `ask`, `seal`, `unseal`: the same journey with nothing stored.
- `starting`: `templates`, `from_template`, `from_use`, `from_file` give a declaration and what was
  left out; `start_version` starts a new version of a use.
- `drafts`: `start`, `keep`, `answered_since`, `settle`, `drop`. Autosave is no act:
  nothing goes to the ledger.
- `attachments`: `attach`, `set_record`, `set_caption`, `detach`, `attachments_of`, `file_for`,
  `download_name`.
- `services.authors`: `add_author`, `remove_author`.
- `services.questions`: `ask_question`, `revoke_question`, `answer_question`; `colleagues`:
  `question_by_token`, `may_look`, `proposals_of`; `proposals`: `take`, `set_aside`.
- `services.submit`: `submit_use`. `services.standing`: `call_up_use`, `withdraw_use`.
- `selectors`: uses and drafts for whoever may see them; `case_document`.
- `stored`: versions read back from their bytes; `differences.difference` compares two of them.
- `turns` says whose turn it is for each of many uses; `standing` the next lock, and
  who called a use up.
"""
