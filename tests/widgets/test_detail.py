"""The detail: it is read by scrolling, and its lines that lead to rows can be chosen and opened."""

from textual.app import App, ComposeResult

from cockpit.widgets.column import Cell
from cockpit.widgets.detail import Block, Detail, DetailBody, Fact, Page, Target

LONG = " ".join(["word"] * 150)

SEEN = Block(
    "Seen",
    ((Cell("✗"), Cell("R-3 Peak load")), (Cell("✓"), Cell("[/] R-8 Support")), (Cell("✓"), Cell("R-5 Orders"))),
    (Target("risk", "peak"), Target("risk", "support"), Target("risk", "orders")),
)


class Shown(App[None]):
    """A detail on its own."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.opened: list[Target] = []

    def compose(self) -> ComposeResult:
        yield Detail()

    def on_mount(self) -> None:
        self.query_one(Detail).show(self.page)

    def on_detail_opened(self, event: Detail.Opened) -> None:
        self.opened.append(event.target)

    def lines(self) -> list[str]:
        """What a person sees."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


async def test_arrows_move_over_the_lines_that_lead_somewhere_and_enter_opens_one() -> None:
    app = Shown(Page("Critical risks", (Fact("Rule", Cell("All under control")), SEEN)))
    async with app.run_test(size=(40, 12)) as pilot:
        app.set_focus(None)
        await pilot.pause()
        assert not any("▸" in line for line in app.lines())
        app.query_one(Detail).focus()
        await pilot.pause()
        assert [line for line in app.lines() if "▸" in line] == [" ▸✗ R-3 Peak load"]
        await pilot.press("down", "enter", "down", "enter", "down", "enter", "up", "up", "enter")
        assert [target.uid for target in app.opened] == ["support", "orders", "orders", "peak"]


async def test_a_line_out_of_view_is_brought_into_it_and_long_text_before_it_can_be_read() -> None:
    app = Shown(Page("Critical risks", (Fact("Rule", Cell(LONG)), SEEN)))
    async with app.run_test(size=(40, 8)) as pilot:
        app.query_one(Detail).focus()
        await pilot.pause()
        assert any("▸✗ R-3" in line for line in app.lines())
        await pilot.press("up", "up", "up", "up")
        await pilot.pause()
        assert any("word" in line for line in app.lines())
        await pilot.press("end", "down", "down")
        await pilot.pause()
        assert any("▸✓ R-5" in line for line in app.lines())


async def test_a_page_that_leads_nowhere_is_scrolled_and_opens_nothing() -> None:
    app = Shown(Page("Note", (Fact("Note", Cell(LONG)),)))
    async with app.run_test(size=(40, 8)) as pilot:
        app.query_one(Detail).focus()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert app.query_one(Detail).scroll_offset.y == 2
        assert app.opened == []


async def test_the_cursor_stays_within_a_page_that_becomes_shorter() -> None:
    app = Shown(Page("Critical risks", (SEEN,)))
    async with app.run_test(size=(40, 12)) as pilot:
        app.query_one(Detail).focus()
        await pilot.press("down", "down")
        app.query_one(Detail).show(Page("Critical risks", (Block("Seen", SEEN.lines[:1], SEEN.targets[:1]),)))
        await pilot.press("enter")
        assert app.opened == [Target("risk", "peak")]
        app.query_one(Detail).show(Page("Critical risks"))
        await pilot.press("enter")
        await pilot.pause()
        assert len(app.opened) == 1
        assert app.query_one(DetailBody).chosen is None
