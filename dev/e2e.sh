#!/usr/bin/env bash
# What the EndToEnd tests stand on: the full local cluster (or that of KUBECONFIG), images, chart, identity provider.
#   e2e.sh up      prepares it and leaves it running; "down" removes what "up" started
set -euo pipefail
source "$(dirname "$0")/lib.sh"

# A third-party MCP server for the tests: the conformance fixtures, as the tests' build left them.
test_server() {
  local folder=$root/artifacts/bin/ConformanceHost/debug archive
  [ -x "$folder/ConformanceHost" ] || dotnet build "$root/tests/ConformanceHost" -v q --nologo
  if $own_cluster; then export MCPT_IMAGE_BASE=${MCPT_IMAGE_BASE:-debian}; fi
  archive=$("$root/dev/images/build.sh" mcp-test-server "$folder")
  if $own_cluster; then "$root/dev/images/load.sh" "$archive"; else note "push $archive to your registry"; fi
}

case ${1:-} in
  up)
    if $own_cluster; then "$root/dev/cluster/up.sh"; export KUBECONFIG=$MCPT_CLUSTER_DIR/kubeconfig; fi
    "$root/dev/images/all.sh"
    test_server
    "$root/dev/install.sh"
    "$root/dev/oidc/install.sh"
    ;;
  down) if $own_cluster; then "$root/dev/cluster/down.sh"; fi ;;
  *) echo "usage: dev/e2e.sh up|down" >&2; exit 2 ;;
esac
