"""Mutation testing of the verdict and the criteria: `python -m tools.mutants` changes the rules a little, one change at a time, and tells how
many of the changes no test notices.

Names after it try only those, `*` standing for anything: `python -m tools.mutants 'cockpit.domain.readiness.verdict*'`.  What was tried
before is remembered in `mutants/`; `python -m tools.mutants --again` tries those anew that no test noticed, once there are more tests.
`mutmut show NAME` shows a change.  What is changed, and which tests are asked, stands in pyproject.toml.
"""

import gc
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from mutmut.__main__ import run
from mutmut.mutation import file_mutation
from mutmut.stats import status_by_exit_code

LEAST: Final = 0.9
"""The share of the mutants that the tests have to notice."""

_NOTICED = "killed"
_RESULTS = Path("mutants/cockpit/domain")


def main(names: list[str]) -> int:
    """Try mutants, tell what became of all that were tried so far, and whether it is enough."""
    # Each change is tried in a fork: what is there before it need not be looked through for garbage in each.
    os.register_at_fork(before=gc.freeze)
    # The words of a message are no rule: the tests compare them, and translators change them.
    file_mutation.NEVER_MUTATE_FUNCTION_CALLS.add("N_")
    if names == ["--again"]:
        names = [name for results in _found().values() for name, status in results.items() if status != _NOTICED]
    run.main(names, standalone_mode=False)
    return tell(_found())


def tell(found: dict[str, dict[str, str]]) -> int:
    """A table of the modules; 1 where too few mutants were noticed, else 0.

    Of those that are ``late`` no test came to an end in time: they go on for ever, or the machine had other work.
    """
    total: Counter[str] = Counter()
    sys.stdout.write(f"\n{'':<28}{'mutants':>9}{'noticed':>9}{'share':>8}{'late':>6}\n")
    for module, results in found.items():
        counts = Counter(status for status in results.values() if status != "not checked")
        sys.stdout.write(_line(module, counts))
        total += counts
    sys.stdout.write(_line("all", total))
    return int(total[_NOTICED] < LEAST * total.total())


def _line(module: str, counts: Counter[str]) -> str:
    noticed, tried = counts[_NOTICED], counts.total()
    return f"{module:<28}{tried:>9}{noticed:>9}{noticed / tried if tried else 1:>8.1%}{counts['timeout']:>6}\n"


def _found() -> dict[str, dict[str, str]]:
    """What became of each mutant, by module."""
    return {
        str(path.relative_to(_RESULTS)).removesuffix(".py.meta"): {
            name: status_by_exit_code[code] for name, code in json.loads(path.read_text())["exit_code_by_key"].items()
        }
        for path in sorted(_RESULTS.rglob("*.meta"))
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
