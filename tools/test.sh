#!/usr/bin/env bash
# Runs the Go tests, the browser tests or both, always all of them, and closes with "N passed, N failed".
# usage: test.sh [go] [e2e]
set -uo pipefail

results=.cache/test
mkdir -p "$results"
status=0
passed=0
failed=0
skipped=0

# add PASSED FAILED SKIPPED
add() {
  passed=$((passed + $1))
  failed=$((failed + $2))
  skipped=$((skipped + $3))
}

run_go() {
  make pages || return
  echo 'go: running the tests (silent while a package compiles; each package prints a line)'
  go -C tools build -o "../$results/testsum" ./testsum || return
  go test -json -timeout 20m ./... 2>&1 | "$results/testsum" "$results/go.counts"
  local outcome=$?
  # shellcheck disable=SC2046  # three numbers, meant to be three arguments
  add $(cat "$results/go.counts")
  run_foreign || outcome=1
  return "$outcome"
}

# run_foreign lets software that is not ours read the public log; a module of its own, so that none of it is the product's.
run_foreign() {
  echo 'go: other verifiers read the public log'
  go -C ledger/foreign test -json ./... 2>&1 | "$results/testsum" "$results/foreign.counts"
  local outcome=$?
  # shellcheck disable=SC2046
  add $(cat "$results/foreign.counts")
  return "$outcome"
}

# tap_count WORD: a closing number of the TAP report.
tap_count() {
  sed -n "s/^# $1 \([0-9]*\)\$/\1/p" "$results/e2e.tap" 2>/dev/null | tail -n 1 | grep . || echo 0
}

run_e2e() {
  if [ "${GONGZHI_SKIP_BROWSER:-}" = 1 ]; then
    echo 'e2e: SKIPPED, because GONGZHI_SKIP_BROWSER=1'
    add 0 0 1
    return 0
  fi
  make build e2e-deps || return
  rm -f "$results/e2e.tap"
  GONGZHI_E2E_TAP="$PWD/$results/e2e.tap" node e2e/run.mjs
  local outcome=$?
  add "$(tap_count pass)" "$(tap_count fail)" "$(tap_count skipped)"
  return "$outcome"
}

for part in "$@"; do
  before=$failed
  if ! "run_$part"; then
    status=1
    # A part that broke before its first test counts as one failure, so that the closing line never looks clean.
    [ "$failed" -gt "$before" ] || add 0 1 0
  fi
done

echo
if [ "$skipped" -gt 0 ]; then
  echo "$passed passed, $failed failed, $skipped skipped"
else
  echo "$passed passed, $failed failed"
fi
exit "$status"
