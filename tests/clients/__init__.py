"""The mail clients that members use, each in a terminal of its own, with presend as their sendmail."""
