"""The administrator's page: settings, lists, warning texts, the review before Save, versions."""
