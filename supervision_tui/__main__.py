"""`python -m supervision_tui` is `supervision-tui`."""

from supervision_tui.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
