"""What a declaration may say: its fields, the check of a document, schema and template."""
