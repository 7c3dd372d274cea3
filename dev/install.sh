#!/usr/bin/env bash
# Installs the chart into the cluster of KUBECONFIG, or into the local cluster. Idempotent.
#   BASE_DOMAIN       default mcp.test (the local cluster's edge answers for it)
#   IMAGE_REGISTRY    default mcptenants.dev; IMAGE_TAG default dev
#   HELM_ARGS         more arguments for helm
set -euo pipefail
source "$(dirname "$0")/lib.sh"
helm=$("$root/dev/tools/helm.sh")
values=(--set "baseDomain=${BASE_DOMAIN:-mcp.test}" --set "image.registry=${IMAGE_REGISTRY:-mcptenants.dev}" --set "image.tag=${IMAGE_TAG:-dev}"
  --set 'archive.claims={mcp-archive}' --set archive.create=true)
# The tag stays the same while one develops; this makes a new image roll out.
if [ -s "$root/artifacts/images/archives" ]; then
  values+=(--set-string "podAnnotations.mcptenants\\.dev/images=$(sha256sum < "$root/artifacts/images/archives" | cut -c1-16)")
fi
if $own_cluster; then
  export KUBECONFIG=$MCPT_CLUSTER_DIR/kubeconfig
  # The local identity provider has a private address and a certificate of the local authority.
  values+=(--set policy.allowPrivateIssuers=true --set-file "extraCaBundle=$MCPT_CLUSTER_DIR/pki/edge-ca.crt")
fi
# Helm installs definitions once and never again: an upgrade may bring kinds that the cluster does not know.
kubectl apply -f "$root/crds" >/dev/null
# shellcheck disable=SC2086 # HELM_ARGS is a list of words.
"$helm" upgrade --install mcp "$root/charts/mcp-tenant-operator" --namespace "$SYSTEM_NAMESPACE" --create-namespace \
  "${values[@]}" --wait --timeout 3m ${HELM_ARGS:-}
