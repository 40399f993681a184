"""The widgets of dialogs, and the view of the warning."""
