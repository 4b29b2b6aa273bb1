# shellcheck shell=bash
# Format and style; and what is generated.

cpp_files() { git ls-files 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp'; }

# ./x lint [--fix | --deep]
command_lint() {
  need_packages build lint
  install_npm web
  if [ "${1:-}" = --fix ]; then
    cpp_files | xargs -r clang-format -i
    web_script format:write >/dev/null
  fi
  say "clang-format and prettier"
  cpp_files | xargs -r clang-format --dry-run -Werror || die "mend with: ./x lint --fix"
  web_script format || die "mend with: ./x lint --fix"
  quietly "Compiling the style checks" build-lint build_tidy
  build/dev/unit_tidy --gtest_brief=1 || die "the messages above say what to do"
  quietly "Checking the types of the pages and tests" web-types web_script typecheck
  [ "${1:-}" != --deep ] || deep_lint
  say "Nothing to say against it"
}

build_tidy() {
  cmake --preset dev && cmake --build --preset dev --parallel "$(jobs)" --target unit_tidy
}

# clang-tidy needs seconds for every file.
deep_lint() {
  say "clang-tidy"
  git ls-files 'src/*.cpp' | xargs -r -n 1 -P "$(nproc)" clang-tidy -p build/dev --quiet
}

# The contract, the tables in docs/ and the types of the pages come from the code. The tests that
# compare them write them instead.
# `pictures`: the guide's pictures, taken by the browser tests from the running program.
command_gen() {
  need_packages build test
  install_npm_for run
  if [ "${1:-}" = pictures ]; then
    install_npm_for test
    build_program release
    build_pages
    CERTHALL_PICTURES=1 tests/run-browser.sh
    say "Review them: git diff --stat web/portal/pictures"
    return
  fi
  build_program release
  local program
  for program in build/release/unit_*; do
    [ -x "$program" ] || continue
    CERTHALL_UPDATE_GOLDEN=1 "$program" --gtest_brief=1 --gtest_filter='Golden.*' ||
      die "${program##*/} could not write what it compares"
  done
  web_script gen
  say "Review it: git diff"
}
