#!/usr/bin/env bash
# Installs the package into a bare Debian 12 made with debootstrap, serves there and looks at it. Wants
# root, for mounts, in a mount namespace of its own: they are gone with it, however this ends.
# Ends with 'N passed, N failed'.
#
# build/bare-root keeps the bare root and the one with the dependencies installed, so that the next
# run is fast. CERTHALL_DEB names another package than the one in build/package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if [ "${CERTHALL_OWN_MOUNTS:-}" != yes ]; then
  if [ "$(id -u)" -eq 0 ]; then
    exec env CERTHALL_OWN_MOUNTS=yes unshare --mount --propagation private "$0" "$@"
  fi
  exec sudo --preserve-env=CERTHALL_DEB,CI env CERTHALL_OWN_MOUNTS=yes \
    unshare --mount --propagation private "$PWD/tests/run-package.sh" "$@"
fi

deb=$(realpath "${CERTHALL_DEB:-$(echo build/package/certhall_*.deb)}")
cache=$PWD/build/bare-root
mkdir -p "$cache"
root=$(mktemp -d "$cache/root.XXXXXX")
passed=0
failed=0
served=

clean_up() {
  [ -z "$served" ] || kill "$served" 2>/dev/null || true
  umount -R "$root" 2>/dev/null || umount -Rl "$root" 2>/dev/null || true
  rm -rf --one-file-system "$root"
  echo "$passed passed, $failed failed"
}
trap clean_up EXIT

check() {
  local what=$1
  shift
  if "$@" >"$cache/check.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $what"
  else
    failed=$((failed + 1))
    echo "NOT ok: $what"
    tail -n 30 "$cache/check.log"
  fi
}

# The mirror, and how apt reaches it, are whatever this machine uses for Debian.
mirror() {
  cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
    awk '/^URIs:/ {print $2} /^deb / {for (i = 2; i <= NF; ++i) if ($i ~ /^https?:/) print $i}' |
    grep '/debian/*$' | head -n 1
}
copy_apt_settings() {
  local file
  mkdir -p "$root/etc/apt/apt.conf.d" "$root/etc/apt/sources.list.d" "$root/usr/share/keyrings"
  cp -a /usr/share/keyrings/debian-archive-* "$root/usr/share/keyrings/"
  apt-config dump | grep -iE '^Acquire::(https?|ftp)::' >"$root/etc/apt/apt.conf.d/90proxy" || true
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    if grep -q debian.org "$file" 2>/dev/null || grep -qF "$(mirror)" "$file" 2>/dev/null; then
      cp "$file" "$root${file/sources.list.d/sources.list.d}"
    fi
  done
  cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
}

# As root of another root: a chroot would not do, for the kernel lets nobody make a user namespace
# from inside one, and uploads are read in such.
# shellcheck disable=SC2016
into=(unshare --mount --propagation private bash -c
  'cd "$1" && shift && pivot_root . mnt && cd / && umount -l /mnt && exec "$@"' into "$root"
  env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
user=(setpriv --reuid certhall --regid certhall --init-groups)
inside() { "${into[@]}" "$@"; }
as_certhall() { inside "${user[@]}" "$@"; }

bare_root() {
  local made=$cache/minbase
  if [ ! -f "$made.tar" ]; then
    echo "    debootstrap"
    rm -rf "$made"
    debootstrap --variant=minbase bookworm "$made" "$(mirror)" >"$cache/debootstrap.log" 2>&1 || {
      tail -n 20 "$cache/debootstrap.log"
      return 1
    }
    tar -C "$made" -cf "$made.tar.new" . && mv "$made.tar.new" "$made.tar"
    rm -rf "$made"
  fi
  tar -C "$root" -xf "$made.tar"
}

# The dependencies are kept beside it, by their names.
install_dependencies() {
  local depends kept
  depends=$(dpkg-deb -f "$deb" Depends)
  kept=$cache/depends-$(sha256sum <<<"$depends" | cut -c1-16).tar
  if [ -f "$kept" ]; then
    rm -rf --one-file-system "${root:?}"/{bin,boot,etc,home,lib,lib64,opt,root,sbin,srv,usr,var}
    tar -C "$root" -xf "$kept"
    return
  fi
  copy_apt_settings
  inside apt-get -q update || return 1
  # shellcheck disable=SC2001
  inside apt-get -y -q --no-install-recommends satisfy "$depends, curl" || return 1
  inside apt-get clean
  rm -f "$cache"/depends-*.tar
  tar -C "$root" --one-file-system --exclude=./proc --exclude=./dev --exclude=./sys \
    -cf "$kept.new" . && mv "$kept.new" "$kept"
}

mount_root() {
  chmod 755 "$root"
  mount --bind "$root" "$root"
  bare_root
  mkdir -p "$root/proc" "$root/dev" "$root/sys"
  mount --rbind /proc "$root/proc"
  mount --rbind /dev "$root/dev"
}

serves() {
  local try
  for try in $(seq 1 100); do
    grep -q '已就绪' "$cache/serve.log" && return 0
    kill -0 "$served" 2>/dev/null || break
    sleep 0.2
  done
  cat "$cache/serve.log"
  return 1
}
# Not grep -q: whoever finds it early hangs up on curl.
page() { inside curl -sSf "http://127.0.0.1:$1$2" | grep "$3"; }
doctor() {
  as_certhall certhall doctor --config /etc/certhall/certhall.toml >"$cache/doctor.log" || {
    [ $? -eq 1 ] || { cat "$cache/doctor.log"; return 1; }
  }
  cat "$cache/doctor.log"
  grep -q '上传文件在隔离环境中读取' "$cache/doctor.log" &&
    grep -q '打印用的中文字体已安装' "$cache/doctor.log" &&
    grep -q '营业厅正在运行' "$cache/doctor.log"
}
backup() {
  as_certhall certhall backup --config /etc/certhall/certhall.toml --without-secrets \
    --to /var/lib/certhall/backup.tar &&
    as_certhall certhall backup verify --config /etc/certhall/certhall.toml \
      /var/lib/certhall/backup.tar
}
owned() { [ "$(inside stat -c '%U %a' "$1")" = "$2" ]; }
keeps_data() {
  inside dpkg --purge certhall && inside test -f /var/lib/certhall/certhall.db
}
names_no_build_path() { ! grep -qF "$PWD/src" "$root/usr/bin/certhall"; }

mount_root
check "the dependencies come from Debian" install_dependencies
cp "$deb" "$root/tmp/certhall.deb"
check "the package installs" inside dpkg --install /tmp/certhall.deb
check "installing it again changes nothing" inside dpkg --install /tmp/certhall.deb
check "the settings are a conffile" inside grep -q certhall.toml /var/lib/dpkg/info/certhall.conffiles
check "the data folder is the service's own" owned /var/lib/certhall 'certhall 700'
check "the settings are for root and the service" owned /etc/certhall/certhall.toml 'root 640'
check "the program knows nothing of the tree it was built in" names_no_build_path
port=$((20000 + RANDOM % 20000))
"${into[@]}" "${user[@]}" certhall serve --config /etc/certhall/certhall.toml --port "$port" \
  --metrics-port $((port + 1)) >"$cache/serve.log" 2>&1 &
served=$!
check "the hall serves" serves
check "the portal's page comes" page "$port" / '<div id="app">'
check "the API answers" page "$port" /api/catalogue relying_applications
check "it is ready" page "$port" /health/ready ok
check "metrics are there" page $((port + 1)) /metrics certhall_build_info
check "the doctor finds nothing wrong" doctor
check "a backup is made and verified" backup
kill "$served" && wait "$served" 2>/dev/null || true
served=
check "purging the package keeps the data" keeps_data
[ "$failed" -eq 0 ]
