"""A look at the whole chain from the member's settings to the server: what is well, and what to do where it is not."""
