"""A style sheet that reads each style file once."""

from textual.css.stylesheet import Stylesheet


class SteadyStylesheet(Stylesheet):
    """Parses what is new alone, where Textual parses all style files again for every screen that is shown for the first time.

    They are few enough for its own memory of what was parsed, which lasts as long as the variables of the theme.
    """

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of the theme; what was parsed with other ones is forgotten."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take in what has been added; raises what Textual's own raises where a style file is wrong."""
        self.parse()
