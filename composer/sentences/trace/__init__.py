"""Explains a verdict: every rule that was asked, its particulars, and what would have led to another outcome."""
