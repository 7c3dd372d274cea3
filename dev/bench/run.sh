#!/usr/bin/env bash
# Publishes our programs and the empty baseline app alike, measures them side by side, prints one table and writes
# artifacts/bench.json. Usage: dev/bench/run.sh [operator|instance|gateway|coldstart] [--name TEXT]; BENCH_LARGE=1 adds the long runs.
set -euo pipefail
cd "$(dirname "$0")/../.."
programs=$PWD/artifacts/bench/programs

# The way the images are built. Analyzers belong to lint. What an earlier form left in the folder is not to be run along.
publish() { # project folder, name, how...
  rm -rf "${programs:?}/$2"
  dotnet publish "$1" -c Release -r linux-x64 -p:DebugType=none -p:RunAnalyzers=false -o "$programs/$2" -v q --nologo "${@:3}" >&2
}
shared() { publish "$@" --self-contained false -p:PublishReadyToRun=true; } # Framework-dependent, compiled ahead where ReadyToRun can.
composite() { publish "$@" -p:PublishForm=Composite; } # Self-contained, trimmed, compiled ahead as one.

# Each suite needs its own programs, and a publish takes longer than most measurements.
suite=${1:-all}
shared dev/bench/EmptyApp empty-app
case $suite in instance | --* | all)
  composite dev/bench/EmptyApp empty-app-composite && composite dev/bench/BareHost bare-host && composite mcp-instance/Server instance ;;
esac
case $suite in gateway | --* | all) shared gateway gateway && shared dev/bench/BareProxy bare-proxy ;; esac
case $suite in operator | --* | all) shared operator/Operator operator ;; esac
dotnet build dev/bench/Bench -c Release -v q --nologo >&2

options=()
[ -z "${BENCH_LARGE:-}" ] || options+=(--large)
# A cluster that was there before us is not ours to stop.
if [ -n "${KUBECONFIG:-}" ] || [ -e "${MCPT_CLUSTER_DIR:-/var/lib/mcpt-cluster}/kubeconfig" ]; then options+=(--cluster-runs); fi
exec dotnet artifacts/bin/Bench/release/mcpt-bench.dll --root "$PWD" --programs "$programs" --output artifacts/bench.json "${options[@]}" "$@"
