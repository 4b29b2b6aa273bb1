#!/usr/bin/env bash
# tsp_run.sh [BUILD_DIR]: has OpenSSL (P-256) and Bouncy Castle (both) ask for time stamps and judge
# the answers, and each answer again with a bit flipped in every part, which all must reject. The
# last line says "N passed, N failed".
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${1:-$here/../../build/release}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
printf '招标文件' >message.txt
printf '另一文件' >other.txt
passed=0
failed=0

# check accept|refuse LABEL COMMAND…
check() {
  local got=refuse
  if "${@:3}" >output 2>&1; then got=accept; fi
  if [ "$got" = "$1" ]; then
    passed=$((passed + 1))
    echo "passed  $2: $1"
  else
    failed=$((failed + 1))
    echo "FAILED  $2: expected $1"
    sed 's/^/        /' output
  fi
}

flip() {  # FILE OUT PERCENT: one bit, that far into it
  local size at byte
  size=$(stat -c %s "$1")
  at=$((size * $3 / 100))
  cp "$1" "$2"
  byte=$(od -An -tu1 -j "$at" -N 1 "$1")
  printf "\\x$(printf %02x $((byte ^ 1)))" | dd of="$2" bs=1 seek="$at" conv=notrunc status=none
}

openssl_verify() {  # RESPONSE MESSAGE
  openssl ts -verify -in "$1" -data "$2" -CAfile root.pem -untrusted issuing.pem
}

openssl ts -query -data message.txt -sha256 -cert -out request.tsq 2>/dev/null
"$build/conformance_stamps" . request.tsq || exit 1
for name in root issuing; do openssl x509 -inform DER -in p256/$name.cer -out $name.pem; done
check accept "openssl p256 stamp of its request" openssl ts -verify -in p256/response.tsr \
  -queryfile request.tsq -CAfile root.pem -untrusted issuing.pem
check accept "openssl p256 stamp" openssl_verify p256/response.tsr message.txt
check refuse "openssl p256 stamp of another message" openssl_verify p256/response.tsr other.txt
for at in 10 20 30 40 50 60 80 90 99; do
  flip p256/response.tsr flipped.tsr $at
  check refuse "openssl p256 stamp, bit flipped at $at %" openssl_verify flipped.tsr message.txt
done

for name in p256 sm2; do
  digest=SHA-256
  if [ $name = sm2 ]; then digest=SM3; fi
  "$here/tsp.sh" ask $digest message.txt request.tsq >/dev/null || exit 1
  "$build/conformance_stamps" . request.tsq || exit 1
  judge() { "$here/tsp.sh" verify request.tsq "$1" $name/issuing.cer "$2"; }
  check accept "bouncycastle $name stamp" judge $name/response.tsr message.txt
  check refuse "bouncycastle $name stamp of another message" judge $name/response.tsr other.txt
  for at in 10 50 99; do
    flip $name/response.tsr flipped.tsr $at
    check refuse "bouncycastle $name stamp, bit flipped at $at %" judge flipped.tsr message.txt
  done
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
