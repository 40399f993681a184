"""The administrator's side: the policy file read for editing, what an edit would change, and saving it."""
