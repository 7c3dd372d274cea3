#!/usr/bin/env bash
# Publishes operator, gateway and instance, builds their images and loads them into the local cluster's nodes.
#   MCPT_IMAGE_BASE  base image; on this machine's own cluster "debian" (made of Debian packages, no registry needed)
# For another cluster, push the printed archives to your registry (skopeo copy docker-archive:FILE docker://...).
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
if $own_cluster; then export MCPT_IMAGE_BASE=${MCPT_IMAGE_BASE:-debian}; fi

archives=()
publish() { # image, project, default base image, how...
  local output=$root/artifacts/images/$1
  note "publishing $1" >&2
  rm -rf "$output" # What an earlier form left there would go along.
  dotnet publish "$root/$2" -c Release -r linux-x64 -v q --nologo -p:DebugType=none -p:RunAnalyzers=false -o "$output" "${@:4}" >&2
  archives+=("$("$root/dev/images/build.sh" "$1" "$output" --base "${MCPT_IMAGE_BASE:-$3}")")
}
shared=(mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled --self-contained false -p:PublishReadyToRun=true)
publish mcp-operator operator/Operator "${shared[@]}"
publish mcp-gateway gateway "${shared[@]}"
# It brings its own runtime, compiled ahead together with it: what a wake waits for is worth the room.
publish mcp-instance mcp-instance/Server mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled -p:PublishForm=Composite
if $own_cluster; then "$root/dev/images/load.sh" "${archives[@]}"; fi
printf '%s\n' "${archives[@]}" | tee "$root/artifacts/images/archives"
