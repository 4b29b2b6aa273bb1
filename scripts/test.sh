# shellcheck shell=bash
# All tests. Each suite is a command whose output goes to build/test-logs/<suite>.log; what it
# counted is read from there. A suite that breaks off, is missing, or ran nothing counts as failed.
#
# All of them together run nothing twice that need not be: the service on SQLite under the sanitizers
# (but for floods and kills), on PostgreSQL and all the rest as ./x run serves it. Unit tests run as
# both: the sanitizers' compiler evaluates arguments from the left, the other one from the right.

results=build/test-logs/results  # a line per suite: passed, failed, its name

command_test() {
  local part=${1:-all}
  case $part in
    all | unit | asan | tidy | web | service | browser | conformance | fuzz | package) ;;
    *) die "there is no part '$part': unit asan tidy web service browser conformance fuzz package" ;;
  esac
  rm -rf build/test-logs
  mkdir -p build/test-logs
  : >$results
  trap summary EXIT  # also when the build breaks
  prepare_tests "$part"
  "test_$part"
  awk '{ all += $1 + $2; failed += $2 } END { exit !(all > 0 && failed == 0) }' $results
}

prepare_tests() {
  need_packages build run package test
  install_npm_for test
  case $1 in web) return ;; esac
  # shellcheck disable=SC2046  # words
  case $1 in asan | fuzz) ;; *) build_program release $(release_targets "$1") ;; esac
  case $1 in asan) build_program asan ;; fuzz) build_program fuzz fuzz ;; esac
  case $1 in all | asan | service | browser | package) build_pages ;; esac
}

release_targets() {
  case $1 in
    unit | all) echo all ;;
    *) echo certhall certhall-reader render_card open_token conformance_samples \
      conformance_stamps key_envelopes skf_test unit_tidy bench_status ;;
  esac
}

# In two lanes: neither keeps two processors busy alone. What the sanitizers want to be compiled takes
# what the tests of the release build leave.
test_all() {
  local lane
  {
    niceness=5 build_program asan
    test_asan
  } &
  lane=$!
  test_tidy
  test_web
  test_unit
  suite service-postgres tests/run-service.sh postgres
  test_browser
  test_conformance
  test_package
  suite service-sqlite tests/run-service.sh sqlite flood kill payment_kill ledger fortnight spied
  build_program fuzz fuzz
  test_fuzz
  wait "$lane"  # a lane that broke off has failed, whatever its suites counted
}
test_unit() { unit_programs release; }
test_asan() {
  export LSAN_OPTIONS=suppressions=$PWD/tests/support/leaks.txt
  unit_programs asan
  suite service-asan tests/run-service.sh sqlite --asan
}
test_tidy() { suite tidy build/release/unit_tidy; }
test_web() {
  suite web-types typecheck
  suite web-unit web_script test
}
test_service() {
  suite service-sqlite tests/run-service.sh sqlite
  suite service-postgres tests/run-service.sh postgres
}
test_browser() { suite browser tests/run-browser.sh; }
test_conformance() {
  suite conformance tests/conformance/run.sh
  suite conformance-stamps tests/conformance/tsp_run.sh
  suite conformance-envelopes tests/conformance/envelopes.sh
}
test_fuzz() { suite fuzz tests/fuzz/run.sh; }

test_package() {
  command_package
  suite package tests/run-package.sh
}

unit_programs() {
  local program found=no
  for program in build/"$1"/unit_*; do
    if [ "${program##*/}" = unit_tidy ] || [ ! -f "$program" ]; then continue; fi
    found=yes
    suite "$1-${program##*/}" "$program"
  done
  [ $found = yes ] || suite "$1-unit" false
}

typecheck() { web_script typecheck && echo '1 passed, 0 failed'; }

# suite <name> <command...>
suite() {
  local name=$1 log=build/test-logs/$1.log status=0 passed failed start=$SECONDS
  shift
  NO_COLOR=1 GTEST_COLOR=no CI=1 "$@" >"$log" 2>&1 </dev/null || status=$?
  read -r passed failed < <(count_tests "$log")
  if [ $status -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ "$passed" -eq 0 ] && [ "$failed" -eq 0 ]; then
    failed=1
    echo "this suite ran no test" >>"$log"
  fi
  echo "$passed $failed $name" >>$results
  printf '    %-28s %5d passed %4d failed  %4ds\n' "$name" "$passed" "$failed" $((SECONDS - start))
  [ "$failed" -eq 0 ] || show_failure "$log"
}

# count_tests <log>: "<passed> <failed>", added up over the summaries in the log: GoogleTest's,
# Vitest's, and the line 'N passed, N failed' of scripts.
count_tests() {
  sed 's/\x1b\[[0-9;]*m//g' "$1" | awk '
    /^\[  PASSED  \] [0-9]+ test/ { passed += $4 }
    /^\[  FAILED  \] [0-9]+ test/ { failed += $4 }
    /^ *Tests  / {
      for (i = 2; i <= NF; ++i) {
        if ($i == "passed") passed += $(i - 1)
        if ($i == "failed") failed += $(i - 1)
      }
    }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3 }
    END { print passed + 0, failed + 0 }'
}

show_failure() {
  echo "---- the last lines of $1" >&2
  grep -nE '^\[  FAILED  \]|: Failure|FAIL |AssertionError|ERROR:|runtime error' "$1" |
    head -n 30 >&2 || true
  tail -n 40 "$1" >&2
  echo '----' >&2
}

summary() {
  local status=$? failed
  failed=$(awk '$2 > 0 { print $3 }' $results | xargs)
  [ -z "$failed" ] || say "Failed: $failed (see build/test-logs)"
  # Whatever ended in failure says so, even where no test did.
  awk -v ended=$status '{ passed += $1; failed += $2 }
    END { if (ended && !failed) failed = 1; print passed + 0 " passed, " failed + 0 " failed" }' $results
}
