"""The screens; each style sheet lies beside its screen."""
