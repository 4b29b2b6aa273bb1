#!/usr/bin/env bash
# The service tests against the real program: run-service.sh sqlite|postgres [--asan] [name...], all of
# them when none is named. PostgreSQL is a server of its own. Ends with 'N passed, N failed'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

engine=${1:-sqlite}
preset=release
if [ "${2:-}" = --asan ]; then
  preset=asan
  shift
fi
shift || true
export CERTHALL_BIN=${CERTHALL_BIN:-$PWD/build/$preset/certhall}
if [ "$engine" = postgres ]; then
  folder=$(mktemp -d)
  trap 'tests/support/postgres.sh stop "$folder/pg"; rm -rf "$folder"' EXIT
  chmod 755 "$folder"
  CERTHALL_DATABASE="postgresql:$(tests/support/postgres.sh start "$folder/pg" $$)"
  export CERTHALL_DATABASE
fi
report=$(mktemp)
status=0
files=()
for file in tests/service/*.test.ts; do
  name=$(basename "$file" .test.ts)
  if [ $# -gt 0 ]; then
    case " $* " in *" $name "*) files+=("$file") ;; esac
    continue
  fi
  case "$preset $engine $name" in
    # Limits and crashes are tried on the program as it is served; sanitizers would only slow it.
    asan\ *\ flood | asan\ *kill | asan\ *\ ledger) ;;
    # A clock that runs ahead needs no second database, and libfaketime no sanitizers.
    asan\ *\ fortnight | *\ postgres\ fortnight) ;;
    # A hundred kills before a spied security module take minutes, and no database matters to it.
    asan\ *\ spied | *\ postgres\ spied) ;;
    *) files+=("$file") ;;
  esac
done
# Two halls at a time: each spends more time waiting for the other side than at work.
web/node_modules/.bin/node --test --test-concurrency=2 --test-reporter=tap \
  "${files[@]}" >"$report" 2>&1 || status=$?
cat "$report"
echo "$(awk '/^# pass /{print $3}' "$report") passed, $(awk '/^# fail /{print $3}' "$report") failed"
rm -f "$report"
exit $status
