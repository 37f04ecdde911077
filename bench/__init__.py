"""What proves the speed of the cockpit: the real program in a terminal, beside floors of the same run."""
