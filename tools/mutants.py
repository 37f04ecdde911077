"""Mutation testing of the verdict and the criteria: `python -m tools.mutants` changes the rules a little, again and again, and tells
which changes no test notices."""

import sys

from mutmut.__main__ import cli
from mutmut.mutation import file_mutation

file_mutation.NEVER_MUTATE_FUNCTION_CALLS.add("N_")
cli(sys.argv[1:])
