# shellcheck shell=bash
# Shared by the parts of ./x: messages, and long work that shows its progress.

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
die() {
  printf '\033[31m==> %s\033[0m\n' "$*" >&2
  exit 1
}

# quietly <what> <log> <command...>: keeps the output in build/logs/<log>.log, shows its last line
# as it goes (on a terminal) or a sign of life twice a minute, and the end of the log when it fails.
# The command itself runs in front, so that Ctrl-C reaches it.
quietly() {
  local what=$1 log=build/logs/$2.log status=0 viewer
  shift 2
  mkdir -p build/logs
  : >"$log"
  say "$what"
  show_progress "$log" &
  viewer=$!
  "$@" >"$log" 2>&1 || status=$?
  kill $viewer 2>/dev/null || true
  wait $viewer 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  [ $status -eq 0 ] && return
  tail -n 60 "$log" >&2
  die "failed: $what (all of it: $log)"
}

show_progress() {
  local log=$1 shell=$$ ticks=0 width=$((${COLUMNS:-80} - 5))
  while sleep 0.5 && kill -0 $shell 2>/dev/null; do
    ticks=$((ticks + 1))
    if [ -t 1 ]; then
      printf '\r\033[K    %s' "$(tail -n 1 "$log" | tr -d '\r\033' | cut -c "1-$width")"
    elif [ $((ticks % 60)) -eq 0 ]; then
      printf '    ... %ds: %s\n' $((ticks / 2)) "$(tail -n 1 "$log" | cut -c "1-$width")"
    fi
  done
}
