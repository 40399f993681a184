"""The durable state of the outbox: a folder a job, its document, its journal."""
