#!/usr/bin/env bash
# Runs every generator of the project. With --check it fails when that changes a file, and names the file.
# The generators are named in the code beside their sources (go:generate); the pinned tools come first on the PATH.
set -euo pipefail

# fingerprints prints name and hash of every file of the project, committed or not.
fingerprints() {
  git ls-files -z --cached --others --exclude-standard | sort -zu | xargs -0 -r sha256sum 2>/dev/null || true
}

if [ "${1:-}" != --check ]; then
  go generate ./...
  exit
fi
before=$(fingerprints)
go generate ./...
after=$(fingerprints)
if [ "$before" != "$after" ]; then
  echo 'generated code was not up to date (make generate, then commit):' >&2
  diff <(echo "$before") <(echo "$after") | sed -n 's/^[<>] [0-9a-f]*  /  /p' | sort -u >&2
  exit 1
fi
