#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Formatting, licence lines and stray words of the sources. `./dev lint --fix` formats in place.
set -eu
cd "$(dirname "$0")/.."
bad=0
files=$(git ls-files -- '*.h' '*.cpp' '*.cu')
for f in $files; do
    head -n 1 "$f" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' || { echo "$f:1: the SPDX line is missing"; bad=1; }
done
if command -v clang-format >/dev/null 2>&1; then
    if [ "${1:-}" = --fix ]; then
        # shellcheck disable=SC2086
        clang-format -i $files
    else
        # shellcheck disable=SC2086
        clang-format --dry-run -Werror $files || bad=1
    fi
else
    echo "clang-format is not installed; formatting was not looked at" >&2
fi
git ls-files -- '*.h' '*.cpp' '*.cmake' '*.md' dev | xargs grep -nwE 'TODO|FIXME|XXX' && bad=1
exit "$bad"
