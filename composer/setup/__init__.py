"""Set-up made easy: other mail clients, a look at the whole chain, completion and manual pages; no screen."""
