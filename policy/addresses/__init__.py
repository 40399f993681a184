"""Mail addresses in header fields: pieces, forms, routes, and their faults."""
