"""Setting presend up: other mail clients, ``presend doctor``, completion scripts and manual pages; no screen."""
