# Network namespaces. Source after layout.sh and processes.sh.
# A namespace has no name under /run/netns: a process holds it, so it vanishes with everything in it when that process ends.
# shellcheck shell=bash

# The process inside the namespaces of a holder that "start" recorded: "unshare --fork" is its parent.
holder_pid() {
  local parent child
  read -r parent _ <"$RUN/$1.pid"
  read -r child _ <"/proc/$parent/task/$parent/children" || true
  echo "${child:-$parent}"
}

in_network_of() {
  local holder=$1
  shift
  nsenter --target "$(holder_pid "$holder")" --net "$@"
}

# A switch between the host and the nodes, in a namespace of its own: the host only gets one interface and four routes.
switch_up() {
  is_running switch && [[ -e /sys/class/net/$HOST_LINK ]] && return 0
  refuse_foreign_network
  start switch unshare --net --fork --kill-child sleep infinity
  await 5 "the switch's namespace" in_network_of switch ip link set lo up
  in_network_of switch ip link add bridge type bridge
  in_network_of switch ip link set bridge up
  ip link add "$HOST_LINK" type veth peer name host netns "$(holder_pid switch)"
  in_network_of switch ip link set host master bridge up
  ip link set "$HOST_LINK" up
  ip address add "$HOST_ADDRESS/24" dev "$HOST_LINK"
  ip address add "$OUTSIDE_ADDRESS/32" dev "$HOST_LINK"
  ip route add "$SERVICE_RANGE" via "$(node_address 1)" dev "$HOST_LINK"
}

refuse_foreign_network() {
  local range
  for range in 10.87.0.11 10.88.0.1 10.89.1.1; do
    if ip route show match "$range" | grep -qv '^default'; then
      die "this machine already has a route to $range; the cluster needs 10.87.0.0/16, 10.88.0.0/16 and 10.89.0.0/16"
    fi
  done
}

# node_link <number>: connects the node to the switch; pods of other nodes are reached through those nodes.
node_link() {
  local number=$1 other
  in_network_of "node-$number" ip link show eth0 &>/dev/null && return 0
  in_network_of "node-$number" ip link set lo up
  ip link add "node-$number" netns "$(holder_pid switch)" type veth peer name eth0 netns "$(holder_pid "node-$number")"
  in_network_of switch ip link set "node-$number" master bridge up
  in_network_of "node-$number" ip address add "$(node_address "$number")/24" dev eth0
  in_network_of "node-$number" ip link set eth0 up
  in_network_of "node-$number" ip route add default via "$HOST_ADDRESS"
  # Without it the kubelet waits eleven seconds for the metadata services of two clouds.
  in_network_of "node-$number" ip route add unreachable 169.254.0.0/16
  ip route add "$(node_pods "$number")" via "$(node_address "$number")" dev "$HOST_LINK"
  for other in $(node_numbers); do
    [[ $other != "$number" ]] && is_running "node-$other" || continue
    in_network_of "node-$number" ip route replace "$(node_pods "$other")" via "$(node_address "$other")"
    in_network_of "node-$other" ip route replace "$(node_pods "$number")" via "$(node_address "$number")"
  done
}

# The routes go with the interface.
switch_down() {
  stop switch
  [[ ! -e /sys/class/net/$HOST_LINK ]] || ip link delete "$HOST_LINK" 2>/dev/null || true
}
