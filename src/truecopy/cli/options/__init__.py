"""Options of the command line: each group is a dataclass whose fields stand beside their click options."""
