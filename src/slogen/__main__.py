"""`python -m slogen` is the command `slogen`."""

from slogen.cli.main import main

main()
