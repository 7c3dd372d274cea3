#!/usr/bin/env bash
# Fetches MCP clients written by others (TypeScript SDK, Inspector) with the Node they need; kept in the cache. Prints the folder.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
here="$root/dev/interop"
modules="$MCPT_CACHE/interop/$(cat "$here"/package-lock.json "$here"/*.mjs | sha256sum | cut -c1-20)"
if [ ! -d "$modules" ]; then
  "$root/dev/tools/needs.sh" npm
  rm -rf "$modules.new"
  mkdir -p "$modules.new"
  cp "$here"/package.json "$here"/package-lock.json "$here"/*.mjs "$modules.new/"
  npm ci --prefix "$modules.new" --ignore-scripts --omit=dev --no-audit --no-fund --loglevel=error >&2
  mv "$modules.new" "$modules"
fi
echo "$modules"
