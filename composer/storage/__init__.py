"""What presend keeps on disk for a member, and what an administrator lays down for a machine."""
