"""The exit codes of the program."""

FINE, FINDINGS, WRONG_USAGE, OUR_BUG = 0, 1, 2, 3
"""All well; errors in the user's material; a wrong command line; a bug of ours."""

INTERRUPTED = 130
"""What shells use for a command that Ctrl-C ended: 128 and the number of SIGINT."""
