"""All mail there can be under a policy, in regions that meet the same fate, and how a change moves them."""
