#!/usr/bin/env bash
# Prints every Go file of the project: the tracked and the new ones, or all that lie here when this is no git checkout.
set -euo pipefail

if git rev-parse --git-dir >/dev/null 2>&1; then
  git ls-files --cached --others --exclude-standard -- '*.go' | while read -r file; do
    [ -f "$file" ] && echo "$file"
  done || true
else
  find . -name '*.go' -not -path '*/node_modules/*' -not -path './.cache/*'
fi
