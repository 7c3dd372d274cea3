#!/usr/bin/env bash
# Generates kubernetes/Client/Models/Generated from the OpenAPI document of Kubernetes 1.20.
# Usage: dev/models.sh [swagger.json]   (what `kubectl get --raw /openapi/v2` prints also works)
set -euo pipefail
cd "$(dirname "$0")/.."
document=${1:-${MCPT_CACHE:-$HOME/.cache/mcp-tenant}/kubernetes-1.20.2/swagger.json}
[ -f "$document" ] || { echo "no OpenAPI document at $document; dev/cluster/build-kubernetes.sh puts it there" >&2; exit 1; }
exec dotnet run --project kubernetes/ModelGenerator -v q -- \
  --openapi "$document" --config kubernetes/ModelGenerator/models.json --output kubernetes/Client/Models/Generated
