"""Ways to a mail server: SMTP, a sendmail program, a local Maildir."""
