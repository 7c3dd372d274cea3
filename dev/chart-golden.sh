#!/usr/bin/env bash
# Renders the chart as a default installation and with everything switched on, as the golden files of the chart's tests.
# Usage: dev/chart-golden.sh [FOLDER]   default: tests/Operator.Tests/Chart/golden, which is how the files are renewed
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-tests/Operator.Tests/Chart/golden}
helm=$(dev/tools/helm.sh)
mkdir -p "$folder"
for name in default everything; do
  # The token is another one in each render; what the cluster offers must not depend on the version of helm.
  "$helm" template mcp charts/mcp-tenant-operator --namespace mcp-system --kube-version 1.30.0 --api-versions policy/v1/PodDisruptionBudget --values "charts/mcp-tenant-operator/ci/$name-values.yaml" 2>/dev/null |
    sed -E 's/^(  token: ).+/\1(random)/; s/ +$//' > "$folder/$name.yaml"
done
