#!/bin/bash
# A PostgreSQL server for tests: in a folder of its own, on a socket in that folder, without a port.
#
#   postgres.sh start DIR [PID]   makes the server and prints the libpq connection string; with PID
#                                 it stops by itself when that process is gone
#   postgres.sh stop DIR          stops it and removes the folder
#
# The server does not run as root; there, it runs as the user that Debian's package makes.
set -euo pipefail

fail() { echo "postgres.sh: $*" >&2; exit 1; }

action=${1:-} dir=${2:-} owner=${3:-}
[[ -n $dir ]] || fail "usage: postgres.sh start DIR [PID] | stop DIR"
dir=$(realpath -m "$dir")
self=$(realpath "$0")

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[[ -x $bin/initdb ]] || fail "there is no PostgreSQL server: apt-get install postgresql"

as_postgres() {
  if [[ $(id -u) == 0 ]]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

stop() {
  as_postgres "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}

case $action in
  start)
    mkdir -p -m 700 "$dir"
    [[ $(id -u) != 0 ]] || chown postgres "$dir"
    as_postgres "$bin/initdb" -D "$dir/data" -U certhall -A trust -E UTF8 --locale=C.UTF-8 \
      --no-sync >"$dir/initdb.log" 2>&1 || fail "initdb: $(tail -3 "$dir/initdb.log")"
    as_postgres "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w \
      -o "-c listen_addresses='' -c unix_socket_directories='$dir' -c max_connections=60" \
      start >/dev/null 2>&1 || fail "start: $(tail -3 "$dir/data/server.log")"
    if [[ -n $owner ]]; then
      setsid bash -c "while kill -0 $owner 2>/dev/null; do sleep 1; done; exec '$self' stop '$dir'" \
        </dev/null >/dev/null 2>&1 &
    fi
    echo "host=$dir user=certhall dbname=postgres"
    ;;
  stop) stop ;;
  *) fail "start or stop?" ;;
esac
