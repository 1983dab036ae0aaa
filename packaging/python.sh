#!/bin/sh
# Run a script with a Python that TatumFlow can use: 3.11 or newer. 3.11 to 3.13 come before a newer python3, because not
# every dependency has wheels for the newest Python on the day it appears.
set -eu

usable() {
    "$1" -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else 1)' >/dev/null 2>&1
}

for candidate in ${TATUMFLOW_PYTHON:-python3.11 python3.12 python3.13 python3 python3.14 python}; do
    if usable "$candidate"; then
        exec "$candidate" "$@"
    fi
done

found=$( (python3 --version || python --version) 2>/dev/null | head -n 1 || true)
echo "TatumFlow needs Python 3.11 or newer, but here is ${found:-no Python at all}: install one (Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python@3.12) or name it with make PYTHON=/path/to/python3.12." >&2
exit 2
