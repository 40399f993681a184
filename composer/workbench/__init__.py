"""What people use who work on the words of presend; nothing here is imported by the program itself."""
