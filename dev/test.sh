#!/usr/bin/env bash
# Runs the test tiers and ends with one line: N passed, N failed, N skipped.
# Usage: dev/test.sh unit|integration|e2e|all
set -uo pipefail
cd "$(dirname "$0")/.." || exit
root=$PWD
tier=${1:-all}
results=$root/artifacts/test-results
rm -rf "$results"; mkdir -p "$results"
failed_step=0

say() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }

# One project per room; EndToEnd is a tier of its own.
rooms=(Kubernetes.Tests Operator.Tests Gateway.Tests Instance.Tests Cli.Tests ClusterAddons.Tests Bench.Tests)

run_tests() { # project, label, filter arguments...
  local project=$1 label=$2; shift 2
  local exe=$root/artifacts/bin/$project/debug/$project
  say "$project: $label"
  "$exe" -noLogo -noColor -xml "$results/$project-$label.xml" "$@" || failed_step=1
  [ -s "$results/$project-$label.xml" ] || { echo "$project ($label) wrote no result"; failed_step=1; }
}

case $tier in unit|integration|e2e|all) ;; *) echo "usage: dev/test.sh unit|integration|e2e|all" >&2; exit 2;; esac

say "build"
dotnet build Operator.sln -v q --nologo || { echo "build failed"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

if [ "$tier" = unit ] || [ "$tier" = all ]; then
  for room in "${rooms[@]}"; do run_tests "$room" unit -trait- Tier=Integration; done
fi

if [ "$tier" = integration ] || [ "$tier" = all ]; then
  # One control plane for all rooms; each test class uses namespaces and names of its own.
  dir=$(mktemp -d)
  if [ -z "${KUBECONFIG:-}" ]; then
    say "control plane"
    dev/cluster/control-plane.sh up --dir "$dir" --parent $$ || failed_step=1
    export MCPT_TEST_KUBECONFIG=$dir/kubeconfig
  fi
  for room in "${rooms[@]}"; do
    grep -rqs '"Tier", "Integration"' "tests/$room" && run_tests "$room" integration -trait Tier=Integration
  done
  [ -n "${KUBECONFIG:-}" ] || dev/cluster/control-plane.sh down --dir "$dir"
  unset MCPT_TEST_KUBECONFIG
  rm -rf "$dir"
fi

if [ "$tier" = all ]; then
  say "MCP conformance"
  dev/conformance/run.sh --results "$results" || failed_step=1
fi

if [ "$tier" = e2e ] || [ "$tier" = all ]; then
  say "end to end: cluster, images, chart"
  if dev/e2e.sh up; then run_tests EndToEnd e2e; else failed_step=1; fi
  dev/e2e.sh down || failed_step=1
fi

# The counts come from the result files, so a crashed project cannot pass silently.
read -r passed failed skipped < <(cat "$results"/*.xml 2>/dev/null | grep -oE '<assembly [^>]*>' | awk '
  function n(k,  m){ if (match($0, " " k "=\"[0-9]+\"")) { m=substr($0,RSTART,RLENGTH); gsub(/[^0-9]/,"",m); return m } return 0 }
  { p+=n("passed"); f+=n("failed")+n("errors"); s+=n("skipped") } END { print p+0, f+0, s+0 }')
if [ "$failed_step" != 0 ] && [ "$failed" = 0 ]; then failed=1; echo "a step outside the tests failed; see above"; fi
# Named once more, because thousands of lines may stand between a failure and this end.
if [ "$failed" != 0 ]; then
  say "failed"
  cat "$results"/*.xml 2>/dev/null | grep -oE '<test [^>]*result="Fail"[^>]*>' | sed -E 's/.* name="([^"]*)".*/  \1/'
fi
echo "took ${SECONDS}s"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
