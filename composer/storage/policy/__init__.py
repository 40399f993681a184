"""The policy file in force, the indexes of its large lists, and a copy of it in the member's folder."""
