"""Where the administrator's policy file is kept: a file with its versions, or memory for the demonstration."""
