"""The whole truth table of a policy in the forms in which it can be shown: text, CSV, JSON, and a page."""
