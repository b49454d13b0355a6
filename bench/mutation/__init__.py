"""Mutation testing of the generated rules: broken on purpose, one change at a time, to see whether the generated tests notice."""
