"""Puts together the services that verbs work with, from settings, policy and environment."""
