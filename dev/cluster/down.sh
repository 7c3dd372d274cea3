#!/usr/bin/env bash
# Stops the local cluster and removes every trace of it. Safe to call at any time, also after a crash.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/layout.sh"
source "$CLUSTER_SCRIPTS/lib/processes.sh"
source "$CLUSTER_SCRIPTS/lib/pki.sh"
source "$CLUSTER_SCRIPTS/lib/network.sh"
source "$CLUSTER_SCRIPTS/lib/node.sh"

if [[ -n ${KUBECONFIG:-} && $KUBECONFIG != "$CLUSTER_DIR/kubeconfig" ]]; then
  say "KUBECONFIG is set: that cluster is not ours to stop"
  exit 0
fi
[[ -d $CLUSTER_DIR ]] || exit 0
mkdir -p "$CACHE"
exec 9>"$CACHE/cluster.lock"
flock 9

say "stopping the local cluster"
# The nodes first: their first process takes every container, mount and interface with it.
for number in $(node_numbers); do stop "node-$number"; done
for file in "$RUN"/*.pid; do
  [[ -e $file ]] || continue
  name=$(basename "$file" .pid)
  # The watchdog runs this very script and must not end itself before the work is done.
  [[ $name == watchdog && $(cut -d' ' -f1 "$file") == "$$" ]] || stop "$name"
done
stop_marked
[[ ! -d $CONTROL_PLANE ]] || "$CLUSTER_SCRIPTS/control-plane.sh" down --dir "$CONTROL_PLANE"
switch_down
remove_cgroups
if [[ -f $CLUSTER_DIR/created-directories ]]; then
  while read -r directory; do rmdir "$directory" 2>/dev/null || true; done <"$CLUSTER_DIR/created-directories"
fi
rm -rf "$CLUSTER_DIR"
"$CLUSTER_SCRIPTS/leftovers.sh" || die "something was left behind"
say "the local cluster is gone"
