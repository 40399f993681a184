"""Messages of other clients that were not sent: kept, announced, and deleted in the end."""
