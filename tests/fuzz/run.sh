#!/usr/bin/env bash
# run.sh [SECONDS]: every fuzz target for so long (60), two at a time, from the inputs that are kept in
# corpus/ and those found by earlier runs on this machine (build/fuzz/found). What breaks one is kept
# in build/fuzz/crashes. One line per target; the last one says 'N passed, N failed'.
#
# To keep what was found: fuzz_NAME -merge=1 tests/fuzz/corpus/NAME build/fuzz/found/NAME
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

seconds=${1:-60}
build=build/fuzz
export LSAN_OPTIONS=suppressions=$PWD/tests/support/leaks.txt
mkdir -p $build/crashes

fuzz() {  # NAME
  local name=$1 log=$build/$1.log
  mkdir -p "$build/found/$name"
  if $build/tests/fuzz/fuzz_"$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 \
    -dict=tests/fuzz/der.dict -artifact_prefix="$build/crashes/$name-" -print_final_stats=1 \
    "$build/found/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
    echo "passed  $name: $(sed -n 's/^Done \(.*\)/\1/p' "$log")"
  else
    echo "FAILED  $name: the input is in $build/crashes"
    grep -vE '^#[0-9]+.*(NEW|REDUCE|pulse)' "$log" | tail -n 40
  fi
}
export -f fuzz
export build seconds

names=$(sed -n 's/^foreach(name \(.*\))$/\1/p' tests/fuzz/CMakeLists.txt)
# shellcheck disable=SC2016,SC2086  # the inner shell expands it; words
printf '%s\n' $names | xargs -P 2 -I NAME bash -c 'fuzz NAME' | tee $build/summary
awk '/^passed /{ passed += 1 } /^FAILED /{ failed += 1 }
  END { print passed + 0 " passed, " failed + 0 " failed"; exit failed > 0 || !passed }' \
  $build/summary
