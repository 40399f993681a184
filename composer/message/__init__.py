"""What is sent, as values: what a member typed, what another client rendered, what a mailto: URI asks for."""
