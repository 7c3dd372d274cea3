#!/usr/bin/env bash
# Publishes operator, gateway and instance, builds their images and loads them into the local cluster's nodes.
#   MCPT_IMAGE_BASE  base image; on this machine's own cluster "debian" (made of Debian packages, no registry needed)
# For another cluster, push the printed archives to your registry (skopeo copy docker-archive:FILE docker://...).
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
if $own_cluster; then export MCPT_IMAGE_BASE=${MCPT_IMAGE_BASE:-debian}; fi

archives=()
publish() { # image, project
  local output=$root/artifacts/images/$1
  note "publishing $1" >&2
  dotnet publish "$root/$2" -c Release -r linux-x64 --self-contained false -v q --nologo -p:PublishReadyToRun=true -p:DebugType=none -p:RunAnalyzers=false -o "$output" >&2
  archives+=("$("$root/dev/images/build.sh" "$1" "$output" ${MCPT_IMAGE_BASE:+--base "$MCPT_IMAGE_BASE"})")
}
publish mcp-operator operator/Operator
publish mcp-gateway gateway
publish mcp-instance mcp-instance/Server
if $own_cluster; then "$root/dev/images/load.sh" "${archives[@]}"; fi
printf '%s\n' "${archives[@]}" | tee "$root/artifacts/images/archives"
