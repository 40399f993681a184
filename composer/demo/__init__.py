"""The demonstration: an invented organization with members, drafts and a policy that can be changed on the spot."""
