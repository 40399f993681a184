"""The member's mailbox on disk, as Maildirs."""
