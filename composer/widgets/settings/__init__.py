"""The rows of the administrator's page: a setting with its value, its buttons and its control."""
