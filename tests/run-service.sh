#!/usr/bin/env bash
# The service tests against the real program: run-service.sh sqlite|postgres [--asan]. PostgreSQL is a
# server of its own. Ends with 'N passed, N failed'.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

preset=release
[ "${2:-}" != --asan ] || preset=asan
export CERTHALL_BIN=${CERTHALL_BIN:-$PWD/build/$preset/certhall}
if [ "${1:-sqlite}" = postgres ]; then
  folder=$(mktemp -d)
  trap 'tests/support/postgres.sh stop "$folder/pg"; rm -rf "$folder"' EXIT
  chmod 755 "$folder"
  CERTHALL_DATABASE="postgresql:$(tests/support/postgres.sh start "$folder/pg" $$)"
  export CERTHALL_DATABASE
fi
report=$(mktemp)
status=0
files=(tests/service/*.test.ts)
if [ "$preset" = asan ]; then  # floods measure limits, not memory, and take long there
  files=("${files[@]/tests\/service\/flood.test.ts/}")
fi
# shellcheck disable=SC2068  # the one left out is an empty word
web/node_modules/.bin/node --test --test-concurrency=1 --test-reporter=tap \
  ${files[@]} >"$report" 2>&1 || status=$?
cat "$report"
echo "$(awk '/^# pass /{print $3}' "$report") passed, $(awk '/^# fail /{print $3}' "$report") failed"
rm -f "$report"
exit $status
