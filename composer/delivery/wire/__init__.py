"""A message as the octets that leave: header fields, MIME parts, and the last look at both."""
