# shellcheck shell=bash
# Figures: one line each, `name = value unit`, and their table in docs/benchmarks.md. Each group is
# tests/bench/<group>.ts, which prints the lines.

# ./x bench [group]: all groups when none is named. CERTHALL_PRESET names another build than release;
# BENCH_APPLICANTS, BENCH_SECONDS and BENCH_APPLICATIONS make a smaller trial, which is printed only.
command_bench() {
  local group preset=${CERTHALL_PRESET:-release}
  need_packages build run test
  install_npm_for test
  build_program "$preset" certhall certhall-reader render_card bench_fill bench_crl bench_status \
    bench_issue
  build_pages
  export CERTHALL_BIN=${CERTHALL_BIN:-$PWD/build/$preset/certhall}
  mkdir -p build/bench
  for group in ${1:-$(bench_groups)}; do
    [ -f "tests/bench/$group.ts" ] || die "there is no group '$group': $(bench_groups | xargs)"
    say "Measuring $group"
    bench_node "tests/bench/$group.ts" | tee "build/bench/$group.txt"
    [ "${PIPESTATUS[0]}" -eq 0 ] || die "the figures of $group are not complete"
    if [ -z "${BENCH_APPLICANTS:-}${BENCH_SECONDS:-}${BENCH_APPLICATIONS:-}" ]; then
      bench_node tests/bench/support/table.ts "$group" "build/bench/$group.txt" docs/benchmarks.md
      say "docs/benchmarks.md has them"
    fi
  done
}

bench_groups() { find tests/bench -maxdepth 1 -name '*.ts' -printf '%f\n' | sed 's/\.ts$//' | sort; }
bench_node() { web/node_modules/.bin/node "$@"; }
