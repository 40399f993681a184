"""The checks of ``presend doctor``: every link from settings to server, and what to do where one is not well."""
