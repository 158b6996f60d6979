#!/bin/sh
# certificate.sh: writes a certificate for localhost and its key into one file, for the programs with TLS: certificate.sh FILE
set -eu
openssl req -x509 -newkey ed25519 -nodes -keyout "$1.key" -out "$1" -days 2 -subj /CN=localhost -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1' 2>/dev/null
cat "$1.key" >>"$1"
rm "$1.key"
