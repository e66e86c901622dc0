"""`python -m truecopy`."""

from truecopy.cli import main

main()
