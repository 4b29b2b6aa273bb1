#!/usr/bin/env bash
# run.sh [BUILD_DIR]: has foreign implementations judge what certhall signs, in SM2 and in P-256, and
# each thing once more with a bit flipped, which all must reject. One line per check; the last one
# says "N passed, N failed".
#
# OpenSSL 3.0 verifies no SM2 lists and answers, and its "ocsp" accepts stale ones: Bouncy Castle
# looks at all of them, and nextUpdate is compared here.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${1:-$here/../../build/release}
samples=$(mktemp -d)
trap 'rm -rf "$samples"' EXIT
"$build/conformance_samples" "$samples" || { echo "no samples"; exit 1; }

passed=0
failed=0
distid=distid:1234567812345678

# report passed|FAILED LABEL…
report() {
  if [ "$1" = passed ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  printf '%-7s %s\n' "$1" "${*:2}"
}

# check accept|refuse LABEL COMMAND…
check() {
  local expected=$1 label=$2 got=refuse
  if "${@:3}" >"$samples/output" 2>&1; then got=accept; fi
  if [ "$got" = "$expected" ]; then report passed "$label: $expected"; return; fi
  report FAILED "$label: expected $expected"
  sed 's/^/        /' "$samples/output"
}

# check_all LABEL FILE COMMAND… with {} for the file: whole accepted, flipped refused.
check_all() {
  local label=$1 file=$2
  shift 2
  check accept "$label" "${@//\{\}/$file}"
  check refuse "$label, bit flipped at its start" "${@//\{\}/$file.flipped_start}"
  check refuse "$label, bit flipped at its end" "${@//\{\}/$file.flipped_end}"
}

to_pem() {  # TYPE FILE: a PEM beside it; a broken one when it cannot be read
  openssl "$1" -inform DER -in "$2" -out "$2.pem" 2>/dev/null || echo broken >"$2.pem"
}

fresh_until() {  # TEXT of a date
  local until
  until=$(date -d "$1" +%s) && [ "$until" -gt "$(date +%s)" ]
}

openssl_crl() {  # FILE ISSUER
  openssl crl -inform DER -in "$1" -noout -verify -CAfile "$2" 2>&1 | grep -q 'verify OK' &&
    fresh_until "$(openssl crl -inform DER -in "$1" -noout -nextupdate | cut -d= -f2)"
}

openssl_ocsp() {  # FILE STATUS SUBJECT_OPTIONS…
  local output
  output=$(openssl ocsp -respin "$1" -no_nonce -issuer issuing.cer.pem "${@:3}" \
    -CAfile root.cer.pem -verify_other issuing.cer.pem 2>&1)
  echo "$output"
  grep -q '^Response verify OK' <<<"$output" && grep -q ": $2\$" <<<"$output" &&
    fresh_until "$(sed -n 's/.*Next Update: //p' <<<"$output")"
}

openssl_bundle() {  # FILE: both certificates come out
  [ "$(openssl pkcs7 -inform DER -in "$1" -print_certs | grep -c BEGIN)" = 2 ]
}

gnutls_ocsp() {  # FILE
  ocsptool --verify-response --load-response "$1" --load-trust trust.pem |
    grep -q 'Verifying OCSP Response: Success'
}

gnutls_crl() {  # FILE
  to_pem crl "$1"
  certtool --verify-crl --load-ca-certificate issuing.cer.pem --infile "$1.pem"
}

verify_signed_by() {  # ISSUER_PEM CERTIFICATE_PEM OPTIONS…
  openssl verify -x509_strict -partial_chain "${@:3}" -trusted "$1" "$2"
}

judge_by_openssl() {  # p256 | sm2 | sm2-null
  local name=$1 options=() file
  if [ "$name" != p256 ]; then options=(-vfyopt "$distid"); fi
  for file in *.cer *.cer.flipped_*; do to_pem x509 "$file"; done
  for file in issuing signing encryption holder person responder; do
    local issuer=issuing.cer.pem
    if [ "$file" = issuing ]; then issuer=root.cer.pem; fi
    check accept "openssl $name $file" verify_signed_by $issuer $file.cer.pem "${options[@]}"
    for end in start end; do
      check refuse "openssl $name $file, bit flipped at its $end" \
        verify_signed_by $issuer "$file.cer.flipped_$end.pem" "${options[@]}"
    done
  done
  check_all "openssl $name request" request.csr openssl_request {} "${options[@]}"
  check accept "openssl $name bundle" openssl_bundle chain.p7b
}

openssl_request() {  # FILE OPTIONS…
  openssl req -inform DER -in "$1" -noout -verify "${@:2}" 2>&1 | grep -q 'verify OK'
}

# The list of a shard counts for those that name it alone; a delta adds to its base.
judge_cuts_of_lists() {
  local file verify=(openssl verify -extended_crl -CAfile root.cer.pem -untrusted issuing.cer.pem)
  for file in shard other-shard base delta; do
    check_all "openssl p256 $file list" $file.crl openssl_crl {} issuing.cer.pem
    to_pem crl $file.crl
  done
  check accept "openssl p256 good by its shard" \
    "${verify[@]}" -crl_check -CRLfile shard.crl.pem signing.cer.pem
  check refuse "openssl p256 revoked by its shard" \
    "${verify[@]}" -crl_check -CRLfile shard.crl.pem encryption.cer.pem
  check refuse "openssl p256 the list of another shard says nothing" \
    "${verify[@]}" -crl_check -CRLfile other-shard.crl.pem signing.cer.pem
  check accept "openssl p256 good by the base alone" \
    "${verify[@]}" -crl_check -CRLfile base.crl.pem encryption.cer.pem
  check accept "openssl p256 good by base and delta" "${verify[@]}" -crl_check -use_deltas \
    -CRLfile base.crl.pem -CRLfile delta.crl.pem signing.cer.pem
  check refuse "openssl p256 revoked by the delta" "${verify[@]}" -crl_check -use_deltas \
    -CRLfile base.crl.pem -CRLfile delta.crl.pem encryption.cer.pem
}

judge_p256_status() {
  local unknown file
  unknown=0x$(awk '/unknown/ {print $2}' serials.txt)
  check accept "openssl p256 chain" \
    openssl verify -x509_strict -CAfile root.cer.pem -untrusted issuing.cer.pem signing.cer.pem
  for file in holder person; do
    check accept "openssl p256 chain of $file" openssl verify -x509_strict -CAfile root.cer.pem \
      -untrusted issuing.cer.pem $file.cer.pem
  done
  check_all "openssl p256 list" issuing.crl openssl_crl {} issuing.cer.pem
  check accept "openssl p256 empty list" openssl_crl empty.crl issuing.cer.pem
  check refuse "openssl p256 stale list" openssl_crl stale.crl issuing.cer.pem
  to_pem crl issuing.crl
  check accept "openssl p256 chain and list" openssl verify -crl_check -CRLfile issuing.crl.pem \
    -CAfile root.cer.pem -untrusted issuing.cer.pem signing.cer.pem
  check refuse "openssl p256 revoked by the list" openssl verify -crl_check \
    -CRLfile issuing.crl.pem -CAfile root.cer.pem -untrusted issuing.cer.pem encryption.cer.pem
  judge_cuts_of_lists
  check_all "openssl p256 answer good" ocsp-good.der openssl_ocsp {} good -cert signing.cer.pem
  check_all "openssl p256 answer revoked" ocsp-revoked.der \
    openssl_ocsp {} revoked -sha256 -cert encryption.cer.pem
  check_all "openssl p256 answer unknown" ocsp-unknown.der \
    openssl_ocsp {} unknown -serial "$unknown"
  check refuse "openssl p256 answer stale" \
    openssl_ocsp ocsp-stale.der good -cert signing.cer.pem
  check accept "openssl p256 nonce" openssl_ocsp ocsp-good.der good -reqin ocsp-request.der \
    -cert signing.cer.pem
}

judge_by_gnutls() {
  if ! command -v certtool >/dev/null || ! command -v ocsptool >/dev/null; then
    echo "skipped gnutls: gnutls-bin is not installed"
    return
  fi
  local file
  for file in signing.cer signing.cer.flipped_start signing.cer.flipped_end holder.cer person.cer; do
    cat "$file.pem" issuing.cer.pem root.cer.pem >"$file.chain"
  done
  check accept "gnutls p256 chain" \
    certtool --verify --load-ca-certificate root.cer.pem --infile signing.cer.chain
  for file in holder person; do
    check accept "gnutls p256 chain of $file" \
      certtool --verify --load-ca-certificate root.cer.pem --infile $file.cer.chain
  done
  for end in start end; do
    check refuse "gnutls p256 chain, bit flipped at its $end" certtool --verify \
      --load-ca-certificate root.cer.pem --infile "signing.cer.flipped_$end.chain"
  done
  for file in issuing shard base delta; do
    check_all "gnutls p256 $file list" $file.crl gnutls_crl {}
  done
  cat issuing.cer.pem root.cer.pem >trust.pem
  check_all "gnutls p256 answer" ocsp-good.der gnutls_ocsp {}
}

judge_sm2_signature() {
  openssl x509 -in signing.cer.pem -noout -pubkey >signing.pub
  check_all "openssl $1 signature" message.sig openssl dgst -sm3 -verify signing.pub \
    -sigopt "$distid" -signature {} message.txt
}

# The questions for Bouncy Castle about the folder that we are in.
questions() {
  local unknown
  unknown=$(awk '/unknown/ {print $2}' serials.txt)
  echo "cert root.cer root.cer"
  echo "cert issuing.cer root.cer"
  echo "cert signing.cer issuing.cer root.cer"
  echo "cert encryption.cer issuing.cer root.cer"
  echo "cert holder.cer issuing.cer root.cer"
  echo "cert person.cer issuing.cer root.cer"
  echo "cert responder.cer issuing.cer root.cer"
  echo "request request.csr"
  echo "crl issuing.crl issuing.cer encryption.cer revoked"
  echo "crl empty.crl issuing.cer encryption.cer good"
  echo "crl shard.crl issuing.cer encryption.cer revoked"
  echo "crl base.crl issuing.cer encryption.cer good"
  echo "crl delta.crl issuing.cer encryption.cer revoked"
  echo "ocsp ocsp-good.der signing.cer issuing.cer good"
  echo "ocsp ocsp-good-sm3.der signing.cer issuing.cer good"
  echo "ocsp ocsp-revoked.der encryption.cer issuing.cer revoked"
  echo "ocsp ocsp-unknown.der serial:$unknown issuing.cer unknown"
  if [ -e envelope.der ]; then
    echo "decrypt encryption.pkcs8 message.enc message.txt"
    echo "envelope envelope.der signing.pkcs8 encryption.cer"
  fi
}

# Each of them as it is, and refused with its first file flipped.
with_flipped() {
  local command file rest
  while read -r command file rest; do
    echo "accept $command $file $rest"
    if [ "$command" = decrypt ]; then rest=${rest/message.enc/message.enc.flipped_start}; fi
    if [ "$command" = decrypt ]; then echo "refuse $command $file $rest"; continue; fi
    echo "refuse $command $file.flipped_start $rest"
    echo "refuse $command $file.flipped_end $rest"
  done
  echo "accept signature signing.cer message.txt message.sig"
  echo "refuse signature signing.cer message.txt message.sig.flipped_end"
  echo "refuse signature signing.cer message.txt.flipped_start message.sig"
  echo "accept pair signing.pkcs8 signing.cer"
  echo "refuse pair signing.pkcs8 encryption.cer"
  echo "refuse cert signing.cer root.cer"
  echo "refuse crl stale.crl issuing.cer"
  echo "refuse crl issuing.crl issuing.cer signing.cer revoked"
  echo "refuse ocsp ocsp-stale.der signing.cer issuing.cer good"
  echo "refuse ocsp ocsp-revoked.der encryption.cer issuing.cer good"
  echo "refuse ocsp ocsp-good.der encryption.cer issuing.cer good"
}

judge_by_bouncy_castle() {
  local outcome text asked=0 answered=0
  questions | with_flipped >questions.txt
  asked=$(wc -l <questions.txt)
  while read -r outcome text; do
    answered=$((answered + 1))
    report "$outcome" "bouncycastle $1 $text"
  done < <("$here/bc.sh" batch <questions.txt 2>&1)
  if [ "$answered" != "$asked" ]; then
    report FAILED "bouncycastle $1 answered $answered of $asked questions"
  fi
}

for name in p256 sm2 sm2-null; do
  cd "$samples/$name" || exit 1
  judge_by_openssl "$name"
  if [ "$name" = p256 ]; then
    judge_p256_status
    judge_by_gnutls
  else
    judge_sm2_signature "$name"
  fi
  judge_by_bouncy_castle "$name"
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
