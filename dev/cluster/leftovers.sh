#!/usr/bin/env bash
# Proves that no local cluster is left on this machine. Prints what is and ends with 1.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/layout.sh"
source "$CLUSTER_SCRIPTS/lib/processes.sh"

found=0
report() {
  local what=$1 lines
  lines=$(cat)
  [[ -n $lines ]] || return 0
  printf 'left behind, %s:\n%s\n' "$what" "$lines"
  found=1
}

process_names() { local pid; for pid in $(RUN=$1 marked_processes); do echo "$pid $(tr '\0' ' ' <"/proc/$pid/cmdline")"; done; }

process_names "$RUN" | report processes
process_names "$CONTROL_PLANE/run" | report "control plane processes"
# What lost its environment (containers) still names the directory or lives in our control groups.
{ cat /sys/fs/cgroup/"$CGROUP_PREFIX"*/cgroup.procs /sys/fs/cgroup/*/"$CGROUP_PREFIX"*/cgroup.procs 2>/dev/null || true; } | report "processes in control groups"
{ grep -F "$CLUSTER_DIR" /proc/self/mountinfo || true; } | report mounts
{ ip -oneline link show | grep -E " ${HOST_LINK}[@:]" || true; } | report interfaces
{ ip route show | grep -E '(^| )10\.(87|88|89)\.' || true; } | report routes
{ ip netns list 2>/dev/null | grep -E 'mcpt|^cni-' || true; } | report "network namespaces"
{ nft list ruleset 2>/dev/null | grep -E 'mcpt|KUBE-' || true; } | report "packet filter rules"
{ find /sys/fs/cgroup -maxdepth 2 -type d -name "$CGROUP_PREFIX*" 2>/dev/null || true; } | report "control groups"
{ [[ ! -e $CLUSTER_DIR ]] || echo "$CLUSTER_DIR"; } | report directories
exit $found
