"""A style sheet that reads each style file once, and leaves alone what the same rules hold for as before."""

from typing import NamedTuple
from weakref import WeakKeyDictionary

from textual.css.model import RuleSet, SelectorType
from textual.css.styles import RulesMap
from textual.css.stylesheet import Stylesheet
from textual.css.types import Specificity3
from textual.dom import DOMNode


class _Concern(NamedTuple):
    """What could hold for nodes of the same type, id and classes."""

    rules: tuple[RuleSet, ...]
    settled: bool
    """Whether it holds, or does not, for as long as the node is where it is, as no class or state above it matters."""


class _Held(NamedTuple):
    """What holds for a node, and how much each rule counts."""

    concerning: tuple[RuleSet, ...]
    rules: tuple[RuleSet, ...] = ()
    specificities: tuple[tuple[Specificity3, ...], ...] = ()


class SteadyStylesheet(Stylesheet):
    """Does again only what would come out otherwise.

    Textual parses all style files again for every screen that is shown for the first time; they are few enough for its own memory of what
    was parsed, which lasts as long as the variables of the theme.  And with each class that a screen takes or loses it styles all that is
    below anew, and every component class as a node of its own, which was a third of what it takes to open a mode.
    """

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._whole: list[RuleSet] = []
        self._concerns: dict[frozenset[str], _Concern] = {}
        self._held: WeakKeyDictionary[DOMNode, _Held] = WeakKeyDictionary()
        self._holding: dict[RuleSet, tuple[Specificity3, ...]] = {}
        """What holds for the node that is being styled."""

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the variables of the theme; what was parsed with other ones is forgotten."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take in what has been added; raises what Textual's own raises where a style file is wrong."""
        self.parse()

    def parse(self) -> None:
        """Parse what is new; raises what Textual's own raises where it is wrong."""
        super().parse()
        self._whole = self._rules
        self._concerns.clear()

    def apply(self, node: DOMNode, *, animate: bool = False, cache: dict[tuple, RulesMap] | None = None) -> None:  # type: ignore[type-arg]
        """Style ``node``, if other rules hold for it than when it was styled before; ``cache`` is not needed."""
        held, before = self._judge(node), self._held.get(node)
        self._held[node] = held
        if held != before:
            outer = self._rules, self._holding
            self._rules, self._holding = list(held.concerning), dict(zip(held.rules, held.specificities, strict=True))
            try:
                super().apply(node, animate=animate)
            finally:
                self._rules, self._holding = outer
            return
        # What is above it may have another colour now.
        node.notify_style_update()
        parts = [styles.node for styles in node._component_styles.values() if styles.node is not None]
        if any(self._judge(part) != self._held.get(part) for part in parts):
            self._process_component_classes(node)

    def _judge(self, node: DOMNode) -> _Held:
        concern = self._concern(node)
        if concern.settled and (before := self._held.get(node)) is not None and before.concerning == concern.rules:
            return before
        check, path = super()._check_rule, node.css_path_nodes
        met = {rule: found for rule in concern.rules if (found := tuple(check(rule, path)))}
        return _Held(concern.rules, tuple(met), tuple(met.values()))

    def _concern(self, node: DOMNode) -> _Concern:
        rules_map = self.rules_map
        names = frozenset(rules_map.keys() & node._selector_names)
        if names not in self._concerns:
            named = {rule for name in names for rule in rules_map[name]}
            rules = tuple(rule for rule in self._whole if rule in named)
            self._concerns[names] = _Concern(rules, type(node) is DOMNode and all(map(_settled, rules)))
        return self._concerns[names]

    def _check_rule(self, rule_set: RuleSet, css_path_nodes: list[DOMNode]) -> tuple[Specificity3, ...]:  # type: ignore[override]
        return self._holding.get(rule_set, ())


def _settled(rule: RuleSet) -> bool:
    """Whether nothing but types and ids above a component class matters to ``rule``."""
    return all(
        selector.type is not SelectorType.CLASS and not selector.pseudo_classes
        for selectors in rule.selector_set
        for selector in selectors.selectors[:-1]
    )
