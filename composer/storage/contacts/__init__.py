"""The people that a member knows, from vCards, sent mail and the organization's lists, and an index over them."""
