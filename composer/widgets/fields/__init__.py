"""Fields that a member types into, chooses in or ticks."""
