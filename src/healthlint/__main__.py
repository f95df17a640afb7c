"""``python -m healthlint``: the command line, where the script is not on the path."""

from healthlint.cli import main

if __name__ == "__main__":
    main()
