#!/usr/bin/env bash
# First process of a node, inside namespaces of its own (mount, pid, network). Everything of the node is its descendant or is
# adopted by it: when it is killed the kernel ends every container and drops every mount with it.
set -euo pipefail
node=$1

mount -t proc proc /proc
# Sockets, locks and pod namespaces of this node, invisible to the host.
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/netns /run/containerd /run/lock
for pair in cni:/var/lib/cni kubelet:/var/lib/kubelet log:/var/log; do
  mkdir -p "$node/${pair%%:*}"
  mount --bind "$node/${pair%%:*}" "${pair#*:}"
done

# The kubelet wants these kernel settings and writes them if they differ. They are not per namespace, so it gets to see
# files with the values it wants, and the machine keeps its own.
mkdir -p "$node/sysctl"
while read -r setting value; do
  [[ -e /proc/sys/$setting ]] || continue
  echo "$value" >"$node/sysctl/${setting//\//.}"
  mount --bind "$node/sysctl/${setting//\//.}" "/proc/sys/$setting"
done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS
echo 1 >/proc/sys/net/ipv4/ip_forward
# The kubelet mounts volumes that containers must see.
mount --make-rshared /
touch "$node/initialised"

# Bash, not sleep: the first process must reap what it adopts.
while :; do
  sleep infinity &
  wait $! || true
done
