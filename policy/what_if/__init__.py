"""What would have led to another verdict, and where in the file each value comes from."""
