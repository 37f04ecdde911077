"""Whatever a file holds instead of a project is refused in plain sentences that say what, where and what to do."""

from pathlib import Path

import pytest

from cockpit.commands.output import said
from cockpit.domain.problem import Refused
from cockpit.exchange.snapshot import read_file, read_text
from tests.exchange.told import PROJECT, refusals


def refusal_of_file(path: Path) -> str:
    with pytest.raises(Refused) as refused:
        read_file(path)
    (problem,) = refused.value.problems
    return said(problem)


def refusal_of_bytes(folder: Path, content: bytes) -> str:
    path = folder / "x.toml"
    path.write_bytes(content)
    return refusal_of_file(path).replace(str(path), "x.toml")


class TestFiles:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert refusal_of_file(tmp_path / "no.toml") == f"There is no file {tmp_path}/no.toml"

    def test_a_missing_folder(self, tmp_path: Path) -> None:
        assert refusal_of_file(tmp_path / "no" / "x.toml") == f"There is no file {tmp_path}/no/x.toml"

    def test_a_folder(self, tmp_path: Path) -> None:
        assert refusal_of_file(tmp_path) == f"{tmp_path} is a folder; name a file in it"

    def test_a_name_with_escapes_is_told_without_them(self, tmp_path: Path) -> None:
        told = refusal_of_file(tmp_path / "\x1b[31mred\nname.toml")
        assert told == f"There is no file {tmp_path}/red name.toml"

    def test_a_name_that_is_none(self) -> None:
        assert refusal_of_file(Path("nul\0.toml")) == "nul.toml is no name of a file"

    @pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
    def test_an_empty_file(self, tmp_path: Path, content: bytes) -> None:
        assert refusal_of_bytes(tmp_path, content) == "x.toml: The file is empty"

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
    def test_utf_16(self, tmp_path: Path, encoding: str) -> None:
        content = "\ufeff".encode("utf-16-be") + PROJECT.encode("utf-16-be") if "be" in encoding else PROJECT.encode(encoding)
        assert refusal_of_bytes(tmp_path, content) == "x.toml: The file is in UTF-16; save it as UTF-8"

    def test_windows_1252(self, tmp_path: Path) -> None:
        told = refusal_of_bytes(tmp_path, '[project]\ntitle = "Café"\n'.encode("cp1252"))
        assert told == ("line 2, x.toml: The byte E9 is not UTF-8, the text may be in Windows-1252; save the file as UTF-8")

    def test_nul_bytes(self, tmp_path: Path) -> None:
        told = refusal_of_bytes(tmp_path, b'[project]\ntitle = "\0"\n')
        assert told == ("line 2, x.toml: The file is not a text: it holds a NUL byte; choose a snapshot, or save it as UTF-8")

    def test_a_file_that_is_far_too_large(self, tmp_path: Path) -> None:
        path = tmp_path / "x.toml"
        with path.open("wb") as file:
            file.truncate(200 * 2**20)
        told = refusal_of_file(path).replace(str(path), "x.toml")
        assert told == "x.toml: The file is larger than 64 MB, the most that is read; export it without its history"

    def test_a_byte_order_mark_and_line_ends_of_windows_are_taken(self, tmp_path: Path) -> None:
        path = tmp_path / "x.toml"
        path.write_bytes(b"\xef\xbb\xbf" + PROJECT.replace("\n", "\r\n").encode())
        assert read_file(path).state.project.title == "Altura"


class TestToml:
    def test_prose(self) -> None:
        (told,) = refusals("Dear all,\nhere is the plan.\n")
        assert told == "line 1: This is no TOML: “Dear all,”; a line holds a [table], a [[table]] or a key = value"

    def test_json(self) -> None:
        (told,) = refusals('{"project": {"title": "Altura"}}')
        assert told.startswith('line 1: This is no TOML: “{"project": {"title": "Altura"}}”')

    @pytest.mark.parametrize("cut", ['summary = """\nWhat', "x = [\n1,", 'title = "Alt', "[proj"])
    def test_a_file_cut_off(self, cut: str) -> None:
        (told,) = refusals(PROJECT + cut)
        line = 3 + cut.count("\n")
        assert told == (f"line {line}: The text ends in the middle of a value; the file may be cut off: take a whole copy of it")

    def test_a_key_that_stands_twice(self) -> None:
        (told,) = refusals('[project]\ntitle = "Altura"\nkey = "A"\ntitle = "Again"\n')
        assert told == "line 4: “title” stands here for the second time; keep one of them"

    def test_a_table_that_stands_twice(self) -> None:
        (told,) = refusals(PROJECT + PROJECT)
        assert told == "line 3: “project” stands here for the second time; keep one of them"

    def test_a_key_twice_in_an_inline_table(self) -> None:
        (told,) = refusals(PROJECT + "[[criterion]]\nsettings = {kpi = 1, kpi = 2}\n")
        assert told == "line 4: “kpi” stands here for the second time; keep one of them"

    @pytest.mark.parametrize("nest", ["x = " + "[" * 500 + "]" * 500, "x = " + "{a = " * 500 + "1" + "}" * 500])
    def test_nested_500_deep(self, nest: str) -> None:
        (told,) = refusals(PROJECT + nest)
        assert told == "The file is nested too deep to be read; a snapshot is never nested so"

    def test_nested_deep_by_dots(self) -> None:
        (told,) = refusals(PROJECT + ".".join("a" * 3000) + " = 1\n")
        assert told.startswith("line 3, project.a: There is no field “a” in Project; there are ref, uid, version, key,")

    def test_an_integer_of_5000_digits(self) -> None:
        (told,) = refusals(PROJECT + "[[wave]]\ntitle = 'One'\nnumber = " + "9" * 5000)
        assert told == "line 5: The number on this line has too many digits; shorten it"

    def test_a_hexadecimal_of_5000_digits(self) -> None:
        (told,) = refusals(PROJECT + "[[wave]]\ntitle = 'One'\nnumber = 0x" + "f" * 5000)
        assert told == (
            "line 5, wave[1].number: Number: “… (20000 bits)” is not allowed; it must be a whole number from 1 to 999"
        )

    def test_a_date_that_is_none(self) -> None:
        (told,) = refusals(PROJECT + "[[wave]]\nstarts_on = 2026-02-30")
        assert told.startswith("line 4: This is no TOML: “starts_on = 2026-02-30”")


class TestTables:
    def test_no_project(self) -> None:
        assert refusals('[[risk]]\ntitle = "x"\ninherent_likelihood = 1\ninherent_impact = 1\n') == [
            "project: A snapshot holds one project, in the table [project]; add it, with a title"
        ]

    def test_two_projects(self) -> None:
        (told,) = refusals('[[project]]\ntitle = "A"\n[[project]]\ntitle = "B"\n')
        assert told == "line 1, project: A snapshot holds one project, in the table [project]; add it, with a title"

    def test_one_row_in_single_brackets(self) -> None:
        (told,) = refusals(PROJECT + '[risk]\ntitle = "x"\n')
        assert told == "line 3, risk: A row of this kind begins with [[risk]], in double brackets"

    def test_an_unknown_table_is_told_with_those_there_are(self) -> None:
        (told,) = refusals(PROJECT + '[[risks]]\ntitle = "x"\n')
        assert told.startswith("line 3, risks: There is no table “risks” in a snapshot; there are snapshot, project, person,")
        assert "risk," in told

    def test_an_unknown_field_is_told_with_those_there_are(self) -> None:
        (told,) = refusals(PROJECT + '[[person]]\nref = "P-4"\nname = "Léa"\nphone = 1\n')
        assert told == (
            "line 6, person[1] P-4 .phone: There is no field “phone” in Person; there are "
            "ref, uid, version, handle, name, role, email, super_user, active"
        )

    def test_every_problem_is_told_at_once_with_its_line(self) -> None:
        told = refusals(
            PROJECT
            + '[[risk]]\ntitle = "First"\ninherent_likelihood = 9\ninherent_impact = 3\n\n'
            + '[[risk]]\nref = "R-7"\ntitle = "Second"\ninherent_likelihood = 1\ninherent_impact = "high"\nowner = "P-9"\n\n'
            + '[[risk]]\ntitle = "Third"\ninherent_likelihood = 1\n\n'
            + '[[action]]\ntitle = "Act"\nrisk = "R-7"\ndue_on = "soon"\n'
        )
        assert told == [
            "line 5, risk[1].inherent_likelihood: Inherent likelihood: “9” is not allowed; it must be a whole number from 1 to 5",
            "line 12, risk[2] R-7 .inherent_impact: Inherent impact: “high” is not allowed; it must be a whole number from 1 to 5",
            "line 13, risk[2] R-7 .owner: Owner: “P-9” refers to nothing; it must be the ref of an existing row",
            "line 15, risk[3].inherent_impact: Inherent impact is missing; it must be a whole number from 1 to 5",
            "line 22, action[1].due_on: Due: “soon” is not allowed; it must be a date such as 2026-12-31, in the years 1900 to 2199",
        ]

    def test_identities_that_are_none_or_taken(self) -> None:
        told = refusals(
            PROJECT
            + '[[person]]\nref = "P-1"\nuid = "one"\nname = "Léa"\n'
            + '[[person]]\nref = "P-1"\nuid = "one"\nname = "Marc"\n'
            + '[[person]]\nref = "R-1"\nuid = "a b"\nversion = 0\nname = "Inès"\n'
        )
        assert told == [
            "line 8, person[2] P-1 .ref: “P-1” is that of another row already; take it out, and the row gets a new one",
            "line 9, person[2] P-1 .uid: “one” is that of another row already; take it out, and the row gets a new one",
            "line 12, person[3] R-1 .ref: ref: “R-1” is not allowed; it must be P- and a number",
            "line 13, person[3] R-1 .uid: uid: “a b” is not allowed; it must be a text of 1 to 64 letters, digits and signs",
            "line 14, person[3] R-1 .version: version: “0” is not allowed; it must be a whole number from 1 up",
        ]

    @pytest.mark.parametrize(
        "value", ["1", "true", "1.5", "inf", "nan", "2026-01-05", "07:30:00", "[1]", "{a = 1}", '"x"', "[[]]"]
    )
    @pytest.mark.parametrize("field", ["title", "state", "due_on", "recurs_every_days", "blocked_by", "owner", "description"])
    def test_a_value_of_another_kind_is_refused_and_never_an_error(self, field: str, value: str) -> None:
        fits = {("title", '"x"'), ("description", '"x"'), ("due_on", "2026-01-05"), ("recurs_every_days", "1")}
        title = "" if field == "title" else 'title = "x"\n'
        text = PROJECT + f"[[action]]\n{title}{field} = {value}\n"
        if (field, value) in fits:
            assert len(read_text(text).state.rows["action"]) == 1
        else:
            (told,) = refusals(text)
            assert told.startswith(f"line {text.count(chr(10))}, action[1].{field}: ")


class TestBetweenRows:
    def test_a_reference_to_nothing(self) -> None:
        (told,) = refusals(
            PROJECT + '[[action]]\ntitle = "Act"\nblocked_by = [\n  "A-2",\n  "A-9"\n]\n\n[[action]]\ntitle = "Before"\n'
        )
        assert told == (
            "line 5, action[1].blocked_by: Blocked by: “A-9” refers to nothing; it must be the ref of an existing row"
        )

    def test_a_reference_to_another_kind_of_row(self) -> None:
        (told,) = refusals(PROJECT + '[[action]]\nref = "A-1"\ntitle = "Act"\nrisk = "A-1"\n')
        assert told == ("line 6, action[1] A-1 .risk: Risk: “A-1” refers to nothing; it must be the ref of an existing row")

    def test_a_reference_to_a_row_that_is_broken_is_no_second_problem(self) -> None:
        (told,) = refusals(PROJECT + '[[person]]\nref = "P-1"\nname = ""\n[[action]]\ntitle = "Act"\nowner = "P-1"\n')
        assert told.startswith("line 5, person[1] P-1 .name: Name is missing")

    def test_a_name_that_stands_twice(self) -> None:
        (told,) = refusals(PROJECT + '[[person]]\nname = "Léa"\nhandle = "lea"\n[[person]]\nname = "Marc"\nhandle = "lea"\n')
        assert told == "line 8, person[2].handle: Handle: “lea” is already that of P-1 Léa; choose another"

    def test_activities_in_a_circle(self) -> None:
        links = "".join(
            f'[[activity_link]]\npredecessor = "AC-{first}"\nsuccessor = "AC-{then}"\n' for first, then in ("12", "23", "31")
        )
        activities = "".join(f'[[activity]]\nref = "AC-{number}"\ntitle = "Step {number}"\n' for number in (1, 2, 3))
        (told,) = refusals(PROJECT + activities + links)
        assert told == (
            "line 20, activity_link[3].successor: These activities wait for each other in a circle: "
            "AC-1 Step 1 → AC-2 Step 2 → AC-3 Step 3 → AC-1 Step 1"
        )


class TestMeasurements:
    KPI = PROJECT + '[[kpi]]\nref = "K-3"\ntitle = "Response"\n'

    def test_bad_values_and_times(self) -> None:
        told = refusals(
            self.KPI
            + "[measurements.K-3.pilot]\n"
            + '2026-01-05 = "fast"\n2026-01-12 = inf\n2026-01-19 = nan\n2026-01-26 = true\n2026-02-02 = 1e16\n'
            + 'monday = 1\n2026-02-30 = 1\n"2026-03-02T09:00:00" = 1\n0001-01-01 = 1\n2026-02-09 = 3.2\n'
        )
        assert [line.split(": ")[0] for line in told] == [
            f"line {line}, measurements.K-3.pilot.{time}"
            for line, time in enumerate(
                ("2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02",
                 "monday", "2026-02-30", "2026-03-02T09:00:00", "0001-01-01"), start=7)
        ]  # fmt: skip
        assert "“fast” is not allowed; it must be a finite number from" in told[0]
        assert "“monday” is no time of a measurement; it must be a date such as 2026-12-31" in told[5]

    def test_one_instant_written_twice(self) -> None:
        (told,) = refusals(self.KPI + '[measurements.K-3.all]\n"2026-01-05T09:00:00Z" = 1\n"2026-01-05T10:00:00+01:00" = 2\n')
        assert told == (
            "line 8, measurements.K-3.all.2026-01-05T10:00:00+01:00: "
            "“2026-01-05T10:00:00+01:00” is the time of another measurement already"
        )

    def test_an_unknown_kpi(self) -> None:
        (told,) = refusals(self.KPI + "[measurements.K-4.pilot]\n2026-01-05 = 1\n")
        assert told == "line 6, measurements.K-4: There is no KPI “K-4”; give the ref of one, or add it"

    def test_an_unknown_group(self) -> None:
        (told,) = refusals(self.KPI + "[measurements.K-3.test]\n2026-01-05 = 1\n")
        assert told == ("line 6, measurements.K-3.test: There is no group “test”; it must be one of pilot, control, all")

    @pytest.mark.parametrize("written", ["[measurements.K-3]\n2026-01-05 = 1\n", "[measurements]\nK-3 = 1\n"])
    def test_measurements_without_their_group(self, written: str) -> None:
        (told,) = refusals(self.KPI + written)
        assert told.startswith("line ")
        assert "Measurements stand in tables such as [measurements.K-1.pilot], one day = value a line" in told


class TestHeader:
    def test_a_newer_format_is_all_that_is_told(self) -> None:
        (told,) = refusals("[snapshot]\nformat = 2\n[project]\nnovelty = true\n[galaxy]\n")
        assert told == (
            "line 2, snapshot.format: The snapshot has format 2, and this program reads up to 1; update cockpit to read it"
        )

    @pytest.mark.parametrize("written", ["0", "-1", '"1"', "true", "1.0"])
    def test_a_format_that_is_none(self, written: str) -> None:
        (told,) = refusals(f"[snapshot]\nformat = {written}\n{PROJECT}")
        assert told.startswith("line 2, snapshot.format: format: ")

    def test_an_unknown_field_of_the_header(self) -> None:
        (told,) = refusals(f'[snapshot]\nauthor = "lea"\n{PROJECT}')
        assert told == (
            "line 2, snapshot.author: There is no field “author” in the header; there are "
            "format, program, changed_at, changed_by, digest"
        )

    def test_a_header_that_is_no_table(self) -> None:
        (told,) = refusals(f"snapshot = 1\n{PROJECT}")
        assert told == "line 1, snapshot: The header is a table, [snapshot]"
