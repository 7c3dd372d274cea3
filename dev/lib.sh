# shellcheck shell=bash disable=SC2034
# Shared by the scripts in dev/: sourced, never run. Expects `set -euo pipefail` in the caller.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export MCPT_CACHE=${MCPT_CACHE:-$HOME/.cache/mcp-tenant}
export MCPT_CLUSTER_DIR=${MCPT_CLUSTER_DIR:-/var/lib/mcpt-cluster}
SYSTEM_NAMESPACE=${SYSTEM_NAMESPACE:-mcp-system}

# A step of a longer run: its title and the seconds since the start.
step() { printf '\n[%3ds] %s\n' "$SECONDS" "$*"; }
note() { printf '       %s\n' "$*"; }
fail() { printf '\nFAILED after %ss: %s\n' "$SECONDS" "$*" >&2; exit 1; }

# own_cluster: true when nobody gave us a cluster, so the local one is ours to start.
if [ -n "${KUBECONFIG:-}" ] && [ "${KUBECONFIG}" != "$MCPT_CLUSTER_DIR/kubeconfig" ]; then own_cluster=false; else own_cluster=true; fi

# wait_for SECONDS DESCRIPTION COMMAND...: polls a state of the world until it holds.
wait_for() {
  local limit=$1 what=$2 end; shift 2
  end=$((SECONDS + limit))
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "$what did not happen within ${limit}s"
    sleep 0.2
  done
}
