#!/usr/bin/env bash
# envelopes.sh [BUILD_DIR]: foreign implementations (Bouncy Castle, OpenSSL's command) open the key
# envelopes that certhall writes, certhall opens theirs, and nobody opens one with a bit flipped or
# with another key. One line per check; the last one says "N passed, N failed".
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=$(cd "${1:-$here/../../build/release}" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/key_envelopes" write "$folder" || { echo "no samples"; exit 1; }
cd "$folder" || exit 1

passed=0
failed=0
report() {  # passed|FAILED TEXT…
  if [ "$1" = passed ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-7s %s\n' "$1" "${*:2}"
}
check() {  # accept|refuse LABEL COMMAND…
  local got=refuse
  if "${@:3}" >output 2>&1; then got=accept; fi
  if [ "$got" = "$1" ]; then report passed "$2: $1"; return; fi
  report FAILED "$2: expected $1"
  sed 's/^/        /' output
}

questions() {
  local form
  for form in natural skf sdf response; do
    echo "accept $form sm2.$form sm2.user.pkcs8 sm2.key.spki"
    echo "refuse $form sm2.$form sm2.key.pkcs8 sm2.key.spki"
    if [ "$form" = response ]; then continue; fi  # it ends with a certificate
    echo "refuse $form sm2.$form.flipped sm2.user.pkcs8 sm2.key.spki"
  done
  echo "accept signed sm2.signed sm2.user.pkcs8 sm2.key.spki centre.spki"
  echo "refuse signed sm2.signed.flipped sm2.user.pkcs8 sm2.key.spki centre.spki"
  echo "refuse signed sm2.signed sm2.user.pkcs8 sm2.key.spki sm2.user.spki"
  echo "accept cms p256.natural p256.user.pkcs8 p256.key.spki"
  echo "refuse cms p256.natural p256.key.pkcs8 p256.key.spki"
  echo "refuse cms p256.natural.flipped p256.user.pkcs8 p256.key.spki"
  echo "accept cms-rsa rsa.natural rsa.user.pkcs8 rsa.key.spki"
  echo "refuse cms-rsa rsa.natural rsa.key.pkcs8 rsa.key.spki"
  echo "refuse cms-rsa rsa.natural.flipped rsa.user.pkcs8 rsa.key.spki"
  echo "accept write-cms bc.cms p256.user.spki p256.key.pkcs8"
  echo "accept write-natural bc.natural sm2.user.spki sm2.key.pkcs8 sm2.key.spki"
}

jars=/usr/share/java
questions >questions.txt
while read -r outcome text; do report "$outcome" "bouncycastle $text"; done < <(
  java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp "$jars/bcprov.jar:$jars/bcpkix.jar:$jars/bcutil.jar" "$here/BcEnvelopes.java" \
    <questions.txt 2>errors)
answered=$((passed + failed))
[ "$answered" = "$(wc -l <questions.txt)" ] ||
  { report FAILED "bouncycastle: not all answered"; cat errors; }

check accept "certhall opens Bouncy Castle's CMS" \
  "$build/key_envelopes" read natural bc.cms p256.user.pkcs8 p256.key.spki
check accept "certhall opens Bouncy Castle's SM2EnvelopedKey" \
  "$build/key_envelopes" read natural bc.natural sm2.user.pkcs8 sm2.key.spki

# OpenSSL's command: opens ours, and its own is opened, named by issuer and serial number.
openssl_opens() {  # FILE RECIPIENT_PKCS8 KEY_PKCS8
  openssl pkey -inform DER -in "$2" -out recipient.pem &&
    openssl cms -decrypt -inform DER -in "$1" -inkey recipient.pem -binary -out plain &&
    cmp plain "$3"
}
for name in p256 rsa; do
  key=$name.key.pkcs8
  check accept "openssl opens the $name envelope" openssl_opens $name.natural $name.user.pkcs8 $key
  check refuse "openssl $name, another recipient" openssl_opens $name.natural $key $key
  check refuse "openssl $name, a bit flipped" \
    openssl_opens $name.natural.flipped $name.user.pkcs8 $key
  openssl pkey -inform DER -in $name.user.pkcs8 -out user.pem
  openssl req -x509 -new -key user.pem -subj /CN=example -days 2 -out user.cer 2>/dev/null
  for cipher in aes-128-cbc aes-256-cbc; do
    openssl cms -encrypt -binary -outform DER -in $key "-$cipher" -out openssl.cms user.cer
    check accept "certhall opens openssl's $name envelope with $cipher" \
      "$build/key_envelopes" read natural openssl.cms $name.user.pkcs8 $name.key.spki
  done
done
for form in natural skf sdf; do
  check accept "certhall opens its own $form" \
    "$build/key_envelopes" read $form sm2.$form sm2.user.pkcs8 sm2.key.spki
  check refuse "certhall, $form with a bit flipped" \
    "$build/key_envelopes" read $form sm2.$form.flipped sm2.user.pkcs8 sm2.key.spki
done
check accept "certhall opens its own signed message" "$build/key_envelopes" read-signed sm2.signed \
  sm2.user.pkcs8 sm2.key.spki centre.spki
check accept "certhall reads its own response" "$build/key_envelopes" read-response sm2.response \
  sm2.user.pkcs8 sm2.key.spki

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
