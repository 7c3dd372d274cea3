#!/usr/bin/env bash
# What the EndToEnd tests stand on: the full local cluster (or that of KUBECONFIG), images, chart, identity provider.
#   e2e.sh up      prepares it and leaves it running; "down" removes what "up" started
set -euo pipefail
source "$(dirname "$0")/lib.sh"
case ${1:-} in
  up)
    if $own_cluster; then "$root/dev/cluster/up.sh"; export KUBECONFIG=$MCPT_CLUSTER_DIR/kubeconfig; fi
    "$root/dev/images/all.sh"
    "$root/dev/install.sh"
    "$root/dev/oidc/install.sh"
    ;;
  down) if $own_cluster; then "$root/dev/cluster/down.sh"; fi ;;
  *) echo "usage: dev/e2e.sh up|down" >&2; exit 2 ;;
esac
