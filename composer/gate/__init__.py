"""presend in the place of sendmail: what another mail client rendered meets the same rules and the same outbox."""
