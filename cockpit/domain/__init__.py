"""The method: each module holds a concept's entities and its rules, pure functions of a state and a date."""
