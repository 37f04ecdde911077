"""The least programs that the cockpit is compared with: what nobody can do without."""
