#!/usr/bin/env bash
# run.sh [BUILD_DIR]: has foreign implementations judge what certhall signs, and each thing once more
# with a bit flipped, which all must reject: OpenSSL, GnuTLS and NSS (P-256 and RSA), Bouncy Castle
# (all), npm's sm-crypto (SM2). One line per check; the last one says "N passed, N failed".
#
# OpenSSL 3.0 verifies no SM2 lists and answers, and several accept stale ones: Bouncy Castle and
# sm-crypto look at all of them, and nextUpdate is compared here.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${1:-$here/../../build/release}
node=$here/../../web/node_modules/.bin/node
for needed in openssl certtool ocsptool certutil crlutil ocspclnt vfychain java "$node"; do
  command -v "$needed" >/dev/null || { echo "missing: $needed"; exit 1; }
done
samples=$(mktemp -d)
trap 'kill "${responder_PID:-}" 2>/dev/null; rm -rf "$samples"' EXIT
coproc responder { exec "$node" "$here/answers.mjs" "$samples"; }
read -r port <&"${responder[0]}"
"$build/conformance_samples" "$samples" "http://127.0.0.1:$port" || { echo "no samples"; exit 1; }

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

to_pem() {  # LABEL FILE: a PEM beside it, broken when the file is
  printf -- '-----BEGIN %s-----\n%s\n-----END %s-----\n' "$1" "$(base64 -w 64 "$2")" "$1" >"$2.pem"
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

verify_signed_by() {  # ISSUER_PEM CERTIFICATE_PEM OPTIONS…
  openssl verify -x509_strict -partial_chain "${@:3}" -trusted "$1" "$2"
}

judge_by_openssl() {  # NAME
  local name=$1 options=() file
  case $name in sm2*) options=(-vfyopt "$distid") ;; esac
  for file in *.cer *.cer.flipped_*; do to_pem CERTIFICATE "$file"; done
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
judge_cuts_of_lists() {  # NAME
  local file name=$1
  local verify=(openssl verify -extended_crl -CAfile root.cer.pem -untrusted issuing.cer.pem)
  for file in shard other-shard base delta; do
    check_all "openssl $name $file list" $file.crl openssl_crl {} issuing.cer.pem
    to_pem "X509 CRL" $file.crl
  done
  check accept "openssl $name good by its shard" \
    "${verify[@]}" -crl_check -CRLfile shard.crl.pem signing.cer.pem
  check refuse "openssl $name revoked by its shard" \
    "${verify[@]}" -crl_check -CRLfile shard.crl.pem encryption.cer.pem
  check refuse "openssl $name the list of another shard says nothing" \
    "${verify[@]}" -crl_check -CRLfile other-shard.crl.pem signing.cer.pem
  check accept "openssl $name good by the base alone" \
    "${verify[@]}" -crl_check -CRLfile base.crl.pem encryption.cer.pem
  check accept "openssl $name good by base and delta" "${verify[@]}" -crl_check -use_deltas \
    -CRLfile base.crl.pem -CRLfile delta.crl.pem signing.cer.pem
  check refuse "openssl $name revoked by the delta" "${verify[@]}" -crl_check -use_deltas \
    -CRLfile base.crl.pem -CRLfile delta.crl.pem encryption.cer.pem
}

judge_status_by_openssl() {  # NAME
  local unknown file name=$1
  unknown=0x$(awk '/unknown/ {print $2}' serials.txt)
  check accept "openssl $name chain" \
    openssl verify -x509_strict -CAfile root.cer.pem -untrusted issuing.cer.pem signing.cer.pem
  for file in holder person; do
    check accept "openssl $name chain of $file" openssl verify -x509_strict -CAfile root.cer.pem \
      -untrusted issuing.cer.pem $file.cer.pem
  done
  check_all "openssl $name list" issuing.crl openssl_crl {} issuing.cer.pem
  check accept "openssl $name empty list" openssl_crl empty.crl issuing.cer.pem
  check refuse "openssl $name stale list" openssl_crl stale.crl issuing.cer.pem
  to_pem "X509 CRL" issuing.crl
  check accept "openssl $name chain and list" openssl verify -crl_check -CRLfile issuing.crl.pem \
    -CAfile root.cer.pem -untrusted issuing.cer.pem signing.cer.pem
  check refuse "openssl $name revoked by the list" openssl verify -crl_check \
    -CRLfile issuing.crl.pem -CAfile root.cer.pem -untrusted issuing.cer.pem encryption.cer.pem
  judge_cuts_of_lists "$name"
  judge_parts_by_openssl "$name"
  check_all "openssl $name answer good" ocsp-good.der openssl_ocsp {} good -cert signing.cer.pem
  check_all "openssl $name answer revoked" ocsp-revoked.der \
    openssl_ocsp {} revoked -sha256 -cert encryption.cer.pem
  check_all "openssl $name answer unknown" ocsp-unknown.der \
    openssl_ocsp {} unknown -serial "$unknown"
  check refuse "openssl $name answer stale" \
    openssl_ocsp ocsp-stale.der good -cert signing.cer.pem
  check accept "openssl $name nonce" openssl_ocsp ocsp-good.der good -reqin ocsp-request.der \
    -cert signing.cer.pem
}

by_lists() {  # CERTIFICATE OPTIONS… LIST…: the path with these lists, as PEM
  local certificate=$1 options=()
  shift
  while [ "${1#-}" != "$1" ]; do options+=("$1"); shift; done
  cat "$@" >lists.pem
  openssl verify -crl_check "${options[@]}" -CRLfile lists.pem -CAfile root.cer.pem \
    -untrusted issuing.cer.pem "$certificate"
}

judge_parts_by_openssl() {  # NAME: shards and deltas
  local name=$1 file deltas=(-extended_crl -use_deltas)
  for file in part old news; do
    check_all "openssl $name $file of a list" $file.crl openssl_crl {} issuing.cer.pem
    to_pem "X509 CRL" $file.crl
  done
  check accept "openssl $name by its shard" by_lists signing.cer.pem -extended_crl part.crl.pem
  check refuse "openssl $name revoked by its shard" \
    by_lists encryption.cer.pem -extended_crl part.crl.pem
  check accept "openssl $name by the list before the delta" \
    by_lists signing.cer.pem "${deltas[@]}" old.crl.pem
  check refuse "openssl $name revoked by the delta" \
    by_lists signing.cer.pem "${deltas[@]}" old.crl.pem news.crl.pem
  check refuse "openssl $name revoked by the list under the delta" \
    by_lists encryption.cer.pem "${deltas[@]}" old.crl.pem news.crl.pem
  check refuse "openssl $name by a delta alone" \
    by_lists signing.cer.pem "${deltas[@]}" news.crl.pem
}

chain_of() {  # FILE: with its issuers after it, as PEM
  cat "$1.pem" issuing.cer.pem root.cer.pem >"$1.chain"
}

gnutls_chain() {  # FILE OPTIONS…
  chain_of "$1"
  certtool --verify --load-ca-certificate root.cer.pem "${@:2}" --infile "$1.chain"
}

gnutls_crl() {  # FILE
  to_pem "X509 CRL" "$1"
  certtool --verify-crl --load-ca-certificate issuing.cer.pem --infile "$1.pem" &&
    fresh_until "$(certtool --crl-info --infile "$1.pem" | sed -n 's/.*Next at: //p')"
}

gnutls_ocsp() {  # FILE STATUS
  local response
  ocsptool --verify-response --load-response "$1" --load-trust trust.pem |
    grep -q 'Verifying OCSP Response: Success' || return
  response=$(ocsptool --response-info --infile "$1")
  echo "$response"
  grep -q "Certificate Status: $2\$" <<<"$response" &&
    fresh_until "$(sed -n 's/.*Next Update: //p' <<<"$response")"
}

judge_by_gnutls() {  # NAME
  local name=$1 file
  for file in signing encryption holder person responder; do
    check_all "gnutls $name $file" $file.cer gnutls_chain {}
  done
  for file in issuing shard base delta; do
    check_all "gnutls $name $file list" $file.crl gnutls_crl {}
  done
  check accept "gnutls $name empty list" gnutls_crl empty.crl
  check_all "gnutls $name list of a shard" part.crl gnutls_crl {}
  check refuse "gnutls $name stale list" gnutls_crl stale.crl
  check accept "gnutls $name chain and list" gnutls_chain signing.cer --load-crl issuing.crl.pem
  check refuse "gnutls $name revoked by the list" \
    gnutls_chain encryption.cer --load-crl issuing.crl.pem
  cat issuing.cer.pem root.cer.pem >trust.pem
  check_all "gnutls $name answer good" ocsp-good.der gnutls_ocsp {} good
  check_all "gnutls $name answer revoked" ocsp-revoked.der gnutls_ocsp {} revoked
  check_all "gnutls $name answer unknown" ocsp-unknown.der gnutls_ocsp {} unknown
  check refuse "gnutls $name answer stale" gnutls_ocsp ocsp-stale.der good
}

nss_database() {  # a new one, with root, issuing authority and no list
  rm -rf nss
  mkdir nss
  certutil -N -d sql:nss --empty-password
  certutil -A -d sql:nss -n root -t CT,C,C -i root.cer
  certutil -A -d sql:nss -n issuing -t ,, -i issuing.cer
}

nss_chain() {  # FILE USAGE
  vfychain -d sql:nss -pp -u "$2" "$1" issuing.cer
}

nss_crl() {  # FILE
  nss_database
  crlutil -I -d sql:nss -i "$1" &&
    fresh_until "$(crlutil -L -d sql:nss -n issuing | sed -n 's/.*Next Update: //p')"
}

nss_by_list() {  # LIST NAME USAGE
  nss_database
  crlutil -I -d sql:nss -i "$1" && certutil -A -d sql:nss -n "$2" -t ,, -i "$2.cer" &&
    certutil -V -d sql:nss -n "$2" -u "$3"
}

# NSS fetches by itself, from the address in the certificate, and looks at nextUpdate.
nss_ocsp() {  # ANSWER CERTIFICATE WHAT_IT_SAYS
  local output
  cp "$1" answer.der
  output=$(ocspclnt -d sql:nss -S "$2" 2>&1)
  echo "$output"
  grep -q "$3" <<<"$output"
}

judge_by_nss() {  # NAME
  local name=$1 file mail_signer=4 mail_recipient=5 status_signer=10
  nss_database
  for file in signing holder; do
    check_all "nss $name $file" $file.cer nss_chain {} $mail_signer
  done
  for file in encryption person; do
    check_all "nss $name $file" $file.cer nss_chain {} $mail_recipient
  done
  check_all "nss $name responder" responder.cer nss_chain {} $status_signer
  check refuse "nss $name encryption key as a signer" nss_chain encryption.cer $mail_signer
  check_all "nss $name list" issuing.crl nss_crl {}
  check accept "nss $name empty list" nss_crl empty.crl
  check refuse "nss $name stale list" nss_crl stale.crl
  check accept "nss $name chain and list" nss_by_list issuing.crl signing S
  check accept "nss $name chain and empty list" nss_by_list empty.crl encryption R
  check refuse "nss $name revoked by the list" nss_by_list issuing.crl encryption R
  nss_database
  check_all "nss $name answer good" ocsp-good.der nss_ocsp {} signing.cer succeeded
  check_all "nss $name answer revoked" ocsp-revoked-sha1.der \
    nss_ocsp {} encryption.cer 'has been revoked'
  check_all "nss $name answer unknown" ocsp-disowned.der \
    nss_ocsp {} signing.cer 'has no status'
  check refuse "nss $name answer stale" nss_ocsp ocsp-stale.der signing.cer succeeded
  check refuse "nss $name answer about another" nss_ocsp ocsp-good.der encryption.cer succeeded
}

judge_sm2_signature() {
  openssl x509 -in signing.cer.pem -noout -pubkey >signing.pub
  check_all "openssl $1 signature" message.sig openssl dgst -sm3 -verify signing.pub \
    -sigopt "$distid" -signature {} message.txt
}

# The questions for Bouncy Castle and sm-crypto about the folder that we are in.
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
  echo "crl part.crl issuing.cer encryption.cer revoked"
  echo "crl news.crl issuing.cer signing.cer revoked"
  echo "crl part.crl issuing.cer encryption.cer revoked"
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

judge_by_questions() {  # JUDGE NAME COMMAND…
  local outcome text asked=0 answered=0
  questions | with_flipped >questions.txt
  asked=$(wc -l <questions.txt)
  while read -r outcome text; do
    answered=$((answered + 1))
    report "$outcome" "$1 $2 $text"
  done < <("${@:3}" <questions.txt 2>&1)
  if [ "$answered" != "$asked" ]; then
    report FAILED "$1 $2 answered $answered of $asked questions"
  fi
}

for name in p256 rsa sm2 sm2-null; do
  cd "$samples/$name" || exit 1
  judge_by_openssl "$name"
  case $name in
    sm2*)
      judge_sm2_signature "$name"
      judge_by_questions sm-crypto "$name" "$node" "$here/sm_crypto.mjs"
      ;;
    *)
      judge_status_by_openssl "$name"
      judge_by_gnutls "$name"
      judge_by_nss "$name"
      ;;
  esac
  judge_by_questions bouncycastle "$name" "$here/bc.sh" batch
done

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
