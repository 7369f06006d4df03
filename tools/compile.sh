#!/usr/bin/env bash
# Builds the server and says all the way what it is doing: a first build downloads and compiles for some minutes.
# usage: compile.sh OUTPUT
set -euo pipefail

output=$1
package=./cmd/gongzhi

echo 'go: reading modules (downloaded when they are not here yet)'
total=$(go list -deps "$package" | wc -l)
echo "go: compiling (${total} packages; those compiled before are skipped)"
# -v names each package as it is compiled: count those, let every other line (errors) through.
go build -v -o "$output" "$package" 2>&1 | awk -v total="$total" '
  /^[A-Za-z0-9_.\/~-]+$/ { if (++n % 25 == 0) { printf "go: compiled %d packages of at most %d\n", n, total; fflush() } next }
  { print > "/dev/stderr" }
'
echo "go: built ${output}"
