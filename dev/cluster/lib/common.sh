# Shared by every script in dev/cluster. Source it, do not run it.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

KUBERNETES_VERSION=1.20.2
CLUSTER_SCRIPTS="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
REPOSITORY="$(cd "$CLUSTER_SCRIPTS/../.." && pwd)"
CACHE="${MCPT_CACHE:-$HOME/.cache/mcp-tenant}"
KUBERNETES_CACHE="$CACHE/kubernetes-$KUBERNETES_VERSION"
# Raise it when the way they are built changes: the programs of an older revision are left alone.
KUBERNETES_REVISION=4
KUBERNETES_BIN="$KUBERNETES_CACHE/bin-$KUBERNETES_REVISION"

now_ms() { date +%s%3N; }
STARTED_MS="${STARTED_MS:-$(now_ms)}"

# Progress goes to stderr so that stdout stays usable in $(...): only results are printed there.
say() {
  local elapsed=$(($(now_ms) - STARTED_MS))
  printf '[%3d.%01ds] %s\n' $((elapsed / 1000)) $((elapsed % 1000 / 100)) "$*" >&2
}

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Waits until a command succeeds; the caller names what is awaited so that a timeout says something useful.
await() {
  local seconds=$1 what=$2
  shift 2
  local deadline=$(($(now_ms) + seconds * 1000))
  until "$@" >/dev/null 2>&1; do
    (($(now_ms) < deadline)) || die "timed out after ${seconds}s waiting for $what"
    sleep 0.1
  done
}
