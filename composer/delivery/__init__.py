"""The outbox: accepts, undoes, delivers and tries again; nothing else reaches a transport."""
