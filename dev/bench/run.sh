#!/usr/bin/env bash
# Publishes our programs and the empty baseline app alike, measures them side by side, prints one table and writes
# artifacts/bench.json. Usage: dev/bench/run.sh [operator|instance|gateway|coldstart] [--name TEXT]; BENCH_LARGE=1 adds the long runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
programs=$PWD/artifacts/bench/programs

# The way the images are built: framework-dependent, compiled ahead where ReadyToRun can. Analyzers belong to lint.
publish() { # project folder, name
  dotnet publish "$1" -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -p:DebugType=none \
    -p:RunAnalyzers=false -o "$programs/$2" -v q --nologo >&2
}

# Each suite needs its own programs, and a publish takes longer than most measurements.
suite=${1:-all}
publish dev/bench/EmptyApp empty-app
case $suite in instance | --* | all) publish dev/bench/BareHost bare-host && publish mcp-instance/Server instance ;; esac
case $suite in gateway | --* | all) publish gateway gateway ;; esac
case $suite in operator | --* | all) publish operator/Operator operator ;; esac
dotnet build dev/bench/Bench -c Release -v q --nologo >&2

options=()
[ -z "${BENCH_LARGE:-}" ] || options+=(--large)
# A cluster that was there before us is not ours to stop.
if [ -n "${KUBECONFIG:-}" ] || [ -e "${MCPT_CLUSTER_DIR:-/var/lib/mcpt-cluster}/kubeconfig" ]; then options+=(--cluster-runs); fi
exec dotnet artifacts/bin/Bench/release/mcpt-bench.dll --root "$PWD" --programs "$programs" --output artifacts/bench.json "${options[@]}" "$@"
