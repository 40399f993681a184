"""The composer: its form, and the windows for files, level and individual copies."""
