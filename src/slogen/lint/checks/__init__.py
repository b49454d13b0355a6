"""One check a file; its docstring is its manual, with examples that the tests run."""
