#!/usr/bin/env bash
# Makes the secrets of a deployment and keeps them in .env, readable by you alone. Nothing here has a default.
#
#     deploy/secrets.sh             makes .env; what it has already stays
#     deploy/secrets.sh kubernetes  prints those that the nodes need as a Secret, for kubectl apply -f -
set -euo pipefail
umask 077
file=${CAXTON_SECRETS_FILE:-$(cd "$(dirname "$0")/.." && pwd)/.env}
touch "$file"

# Adds a secret unless the file has it.
keep() { grep -q "^$1=" "$file" || printf '%s=%s\n' "$1" "$2" >>"$file"; }
value() { sed -n "s/^$1=//p" "$file"; }
random() { head -c 32 /dev/urandom | base64; }
hash_of() { value "$1" | tr -d '\n' | sha256sum | cut -d' ' -f1; }

keep GOSSIP_KEY "$(random)"
for who in ADMIN VIEWER; do
    keep "${who}_KEY" "$(random)"
    keep "${who}_KEY_SHA256" "$(hash_of "${who}_KEY")"
done
for password in GRAFANA REDIS POSTGRES S3; do
    keep "${password}_PASSWORD" "$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')"
done

case ${1:-} in
    kubernetes)
        cat <<MANIFEST
apiVersion: v1
kind: Secret
metadata:
  name: caxton
type: Opaque
stringData:
  gossip-key: "$(value GOSSIP_KEY)"
  admin-key-sha256: "$(value ADMIN_KEY_SHA256)"
  viewer-key-sha256: "$(value VIEWER_KEY_SHA256)"
MANIFEST
        ;;
    '') echo "The secrets are in $file: call the nodes with ADMIN_KEY, sign in to Grafana as admin with GRAFANA_PASSWORD." ;;
    *) echo "usage: deploy/secrets.sh [kubernetes]" >&2; exit 2 ;;
esac
