#!/usr/bin/env bash
# Asks Bouncy Castle what it thinks of a time stamp; says "accepted" and ends with 0, or
# "refused: why" and ends with 1. Files are DER.
#
#   tsp.sh ask SM3|SHA-256 MESSAGE REQUEST          writes a request with a nonce
#   tsp.sh verify REQUEST RESPONSE ISSUER MESSAGE   status, imprint, nonce, signing certificate,
#                                                   signature, purpose, validity, issuer
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
jars=/usr/share/java
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  -cp "$jars/bcprov.jar:$jars/bcpkix.jar:$jars/bcutil.jar" "$here/TspVerifier.java" "$@"
