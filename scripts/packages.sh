# shellcheck shell=bash
# Debian packages, as packages.txt lists them.

# packages_for <column...>: the names in those columns.
packages_for() {
  local columns=" $* "
  while read -r column name _; do
    case $columns in *" $column "*) echo "$name" ;; esac
  done < <(grep -v '^#' packages.txt)
}

# need_packages <column...>: installs those that are missing. `npm` counts as there when any npm is
# on the path: many machines have another Node than Debian's, which conflicts with Debian's npm.
need_packages() {
  local missing=() name
  for name in $(packages_for "$@"); do
    [ "$name" != npm ] || ! command -v npm >/dev/null || continue
    is_installed "$name" || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "as root, please: apt-get install ${missing[*]}"
    as_root=(sudo)
    say "sudo is needed to install Debian packages: ${missing[*]}"
    sudo true
  fi
  quietly "Reading Debian's package lists" apt-update "${as_root[@]}" apt-get -q update
  quietly "Installing ${#missing[@]} Debian packages: ${missing[*]}" apt-install \
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -y -q --no-install-recommends install "${missing[@]}"
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

command_packages() {
  if [ $# -eq 0 ]; then set -- build run test lint; fi
  packages_for "$@"
}
