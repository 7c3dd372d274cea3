#!/usr/bin/env bash
# Starts the full local cluster, or does nothing when it runs, and prints the KUBECONFIG to export.
#
#   up.sh [--nodes N] [--parent PID]
#
# --parent: if this call starts the cluster, it is stopped when that process is gone.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"
source "$CLUSTER_SCRIPTS/lib/layout.sh"
source "$CLUSTER_SCRIPTS/lib/processes.sh"
source "$CLUSTER_SCRIPTS/lib/pki.sh"
source "$CLUSTER_SCRIPTS/lib/network.sh"
source "$CLUSTER_SCRIPTS/lib/node.sh"
source "$CLUSTER_SCRIPTS/lib/edge.sh"

nodes=1 parent=''
while (($#)); do
  case $1 in
    --nodes) nodes=$2 && shift 2 ;;
    --parent) parent=$2 && shift 2 ;;
    *) die "usage: up.sh [--nodes N] [--parent PID]" ;;
  esac
done

if [[ -n ${KUBECONFIG:-} && $KUBECONFIG != "$CLUSTER_DIR/kubeconfig" ]]; then
  say "KUBECONFIG is set: using that cluster, nothing is started on this machine"
  echo "$KUBECONFIG"
  exit 0
fi
[[ $EUID -eq 0 ]] || die "the local cluster makes network namespaces and mounts: run as root, or set KUBECONFIG to another cluster"
case $CLUSTER_DIR in /run/* | /var/run/* | /var/log/* | /var/lib/kubelet* | /var/lib/cni*) die "$CLUSTER_DIR is hidden inside the nodes: choose another MCPT_CLUSTER_DIR" ;; esac

CLUSTER_PACKAGES=(containerd runc containernetworking-plugins iptables nftables conntrack kmod nginx-light buildah busybox-static dnsmasq-base)

mkdir -p "$CACHE" "$RUN" "$LOGS" "$PKI"
exec 9>"$CACHE/cluster.lock"
flock 9

prepare() {
  "$CLUSTER_SCRIPTS/build-kubernetes.sh"
  # shellcheck disable=SC2046
  install_packages "${CONTROL_PLANE_PACKAGES[@]}" "${CLUSTER_PACKAGES[@]}" $(kubectl_package)
  local point
  for point in "${MOUNT_POINTS[@]}"; do
    [[ -d $point ]] || { mkdir -p "$point" && echo "$point" >>"$CLUSTER_DIR/created-directories"; }
  done
}

await_image_service() { ctr --address "$(node_directory "$1")/containerd.sock" version; }

node_is_ready() { [[ $(kubectl get node "node-$1" -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}') == True ]]; }

everything_runs() {
  local number
  [[ -f $CLUSTER_DIR/kubeconfig ]] && is_running addons && is_running edge && is_running switch || return 1
  for ((number = 1; number <= nodes; number++)); do
    is_running "node-$number" && is_running "node-$number-kubelet" && is_running "node-$number-kube-proxy" || return 1
  done
  "$CLUSTER_SCRIPTS/control-plane.sh" status --dir "$CONTROL_PLANE" &>/dev/null
}

if everything_runs; then
  say "the cluster runs already"
  echo "$CLUSTER_DIR/kubeconfig"
  exit 0
fi

prepare
export KUBECONFIG="$CONTROL_PLANE/kubeconfig"
# Both are slow the first time and need nothing of the cluster.
mapfile -t images < <("$REPOSITORY/dev/images/tools.sh")
# Without the lock: the compiler's server processes outlive this script.
publish_addons >"$CLUSTER_DIR/addons-program" 9>&- &
publishing=$!

switch_up
"$CLUSTER_SCRIPTS/control-plane.sh" up --dir "$CONTROL_PLANE" --address "$HOST_ADDRESS" --port-base 6441 --cluster >/dev/null
edge_certificates
for ((number = 1; number <= nodes; number++)); do
  node_up "$number"
done
for ((number = 1; number <= nodes; number++)); do
  await_process "node-$number-containerd" 30 "containerd of node $number" await_image_service "$number"
done
# A node that joins a running cluster also needs what the others were given meanwhile.
mapfile -t loaded < <(cat "$CLUSTER_DIR"/node-*/images/* 2>/dev/null | sort -u)
for archive in "${loaded[@]}"; do
  [[ ! -f $CACHE/images/$archive ]] || images+=("$CACHE/images/$archive")
done
"$REPOSITORY/dev/images/load.sh" "${images[@]}"
for ((number = 1; number <= nodes; number++)); do
  node_join "$number"
done
say "nodes are starting"
wait $publishing || die "building the cluster add-ons failed"
program=$(cat "$CLUSTER_DIR/addons-program")
addons_up "$program"
edge_up
say "packet filter and edge are ready"
for ((number = 1; number <= nodes; number++)); do
  await_process "node-$number-kubelet" 90 "node $number" node_is_ready "$number"
done
say "nodes are ready"
dns_up
kubectl -n kube-system rollout status deployment/dns --timeout=60s >/dev/null || die "the cluster's DNS does not start"
if [[ -n $parent && ! -f $CLUSTER_DIR/kubeconfig ]]; then
  start watchdog bash -c 'tail --pid="$1" -f /dev/null; exec "$0"' "$CLUSTER_SCRIPTS/down.sh" "$parent"
fi
echo "$EDGE_ADDRESS" >"$CLUSTER_DIR/edge-address"
cp "$CONTROL_PLANE/kubeconfig" "$CLUSTER_DIR/kubeconfig"
say "the cluster is ready ($nodes node(s)); https://<name>.$BASE_DOMAIN is at $EDGE_ADDRESS, its CA is $PKI/edge-ca.crt"
say "export KUBECONFIG=$CLUSTER_DIR/kubeconfig"
echo "$CLUSTER_DIR/kubeconfig"
