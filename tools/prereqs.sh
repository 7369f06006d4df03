#!/usr/bin/env bash
# Names what is missing before anything is built, with the version needed and the one found.
set -euo pipefail

fail() {
  echo "missing: $1" >&2
  exit 1
}

# at_least FOUND WANTED: whether version FOUND is WANTED or newer.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

command -v go >/dev/null || fail 'Go 1.26 or newer (the command "go" is not on the PATH)'
go_found=$(go env GOVERSION)
go_found=${go_found#go}
at_least "${go_found%%[- ]*}" 1.26 || fail "Go 1.26 or newer (found ${go_found})"

command -v node >/dev/null || fail 'Node.js 20.19 or newer (the command "node" is not on the PATH)'
node_found=$(node --version)
at_least "${node_found#v}" 20.19 || fail "Node.js 20.19 or newer (found ${node_found})"
command -v npm >/dev/null || fail 'npm, which comes with Node.js'

[ -w . ] || fail "a checkout that $(id -un) may write to"
mkdir -p "$HOME" .cache
