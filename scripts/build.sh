# shellcheck shell=bash
# The program and its pages. Everything here does nothing when nothing changed.

# One compiler per processor, and no more than memory allows: g++ takes up to 1.5 GB on a file.
jobs() {
  local processors memory
  processors=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo)
  [ "$memory" -ge 1 ] || memory=1
  echo $((processors < memory ? processors : memory))
}

# build_program <preset> [target...]: all targets when none is named. `niceness`: beside other work.
build_program() {
  local preset=$1
  shift
  mkdir -p build/logs
  quietly "Configuring build/$preset" "cmake-$preset" cmake --preset "$preset"
  quietly "Compiling build/$preset (minutes the first time)" "build-$preset" \
    nice -n "${niceness:-0}" cmake --build --preset "$preset" --parallel "$(jobs)" ${1:+--target "$@"}
}

# install_npm <folder>: exactly what its package-lock.json says, unless that is there already.
# Install scripts of packages are not run: none of ours needs one.
install_npm() {
  local folder=$1 stamp want
  stamp=$folder/node_modules/.installed
  want=$(sha256sum <"$folder/package-lock.json")
  [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
  quietly "Installing npm packages of $folder" "npm-${folder//\//-}" \
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
  echo "$want" >"$stamp"
}

# npm_folders: every folder with a lock file; those below tests/ only for the tests.
npm_folders() {
  find . -name node_modules -prune -o -path ./build -prune -o -name package-lock.json -print |
    sed 's|^\./||; s|/package-lock.json$||' | sort
}
install_npm_for() {
  local folder
  for folder in $(npm_folders); do
    case $1:$folder in run:tests*) continue ;; esac
    install_npm "$folder"
  done
}

# web_script <name>: a script of web/package.json, by the Node that is pinned there.
web_script() {
  (cd web && PATH="$PWD/node_modules/.bin:$PATH" && node --run "$@")
}

# The pages are built when anything they are made of is newer than the last build of them.
build_pages() {
  [ -f web/package.json ] || return 0
  local stamp=web/dist/.built newer=yes
  if [ -f $stamp ]; then
    newer=$(find web api data -newer $stamp -not -path 'web/node_modules*' -not -path 'web/dist*' \
      -not -path web -print -quit)
  fi
  [ -n "$newer" ] || return 0
  quietly "Building the pages" build-pages web_script build
  touch $stamp
}

command_build() {
  need_packages build
  install_npm_for run
  build_program "${1:-release}"
}

command_run() {
  need_packages build run
  install_npm_for run
  build_program release certhall certhall-reader
  build_pages
  say "Serving; Ctrl-C ends it"
  exec build/release/certhall serve --data ./var --web web/dist "$@"
}
