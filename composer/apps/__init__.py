"""The Textual apps and what they share: the driver, the live language, work in threads, the policy in force."""
