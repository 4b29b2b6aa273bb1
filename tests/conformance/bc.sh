#!/usr/bin/env bash
# Asks Bouncy Castle (Debian: libbcprov-java, libbcpkix-java, a JDK) what it thinks. Files are DER
# or PEM. Says "accepted…" and ends with 0, or "refused: why" and ends with 1.
#
#   bc.sh cert CERTIFICATE ISSUER… ROOT     chain up to the self-signed last one, valid today
#   bc.sh crl LIST ISSUER [SUBJECT good|revoked]
#   bc.sh ocsp RESPONSE SUBJECT ISSUER good|revoked|unknown
#                                           signature, delegated responder, this and next update
#   bc.sh request CSR                       proof of possession
#   bc.sh signature CERTIFICATE MESSAGE SIGNATURE
#   bc.sh pair PKCS8 CERTIFICATE            the private key is that of the certificate
#   bc.sh decrypt PKCS8 SM2CIPHER PLAIN
#   bc.sh envelope ENVELOPE SIGNING_PKCS8 ENCRYPTION_CERTIFICATE
#   bc.sh batch                             lines "accept COMMAND…" or "refuse COMMAND…" from
#                                           standard input; "passed  …" or "FAILED  …" for each
#
# SUBJECT is a certificate's file or serial:HEX. SM2 uses the default identity 1234567812345678.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jars=/usr/share/java
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -cp "$jars/bcprov.jar:$jars/bcpkix.jar:$jars/bcutil.jar" "$here/BcVerifier.java" "$@"
