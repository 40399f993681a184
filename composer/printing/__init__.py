"""Verdicts, explanations and the policy's truth table as text, JSON, CSV and HTML."""
