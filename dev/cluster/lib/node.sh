# One node: containerd, kubelet and kube-proxy in namespaces of their own. Source after network.sh and pki.sh.
# shellcheck shell=bash

in_node() {
  local number=$1
  shift
  local pid
  pid=$(holder_pid "node-$number")
  nsenter --target "$pid" --mount --net --pid "$@"
}

start_in_node() {
  local number=$1 name=$2 pid
  shift 2
  pid=$(holder_pid "node-$number")
  MCPT_POD_RECORDS="$(node_directory "$number")/pods" \
    start "node-$number-$name" nsenter --target "$pid" --mount --net --pid "$@"
}

# node_up <number>: namespaces and container runtime. Needs no API server.
node_up() {
  local number=$1 node
  node=$(node_directory "$number")
  mkdir -p "$node/cni-bin" "$node/cni-conf" "$node/pods"
  if ! is_running "node-$number"; then
    rm -f "$node/initialised" "$node/pods"/*
    start "node-$number" unshare --mount --pid --net --fork --kill-child --propagation private \
      bash "$CLUSTER_SCRIPTS/lib/node-init.sh" "$node"
    await_process "node-$number" 10 "the namespaces of node $number" test -e "$node/initialised"
  fi
  node_link "$number"
  node_cgroups "$number"
  node_cni "$number"
  node_containerd "$number"
  start_in_node "$number" containerd containerd --config "$node/containerd.toml" --log-level warn
}

# node_join <number>: kubelet and kube-proxy.
node_join() {
  local number=$1 node server
  node=$(node_directory "$number")
  server=$(sed -n 's/^ *server: //p' "$CONTROL_PLANE/kubeconfig")
  node_credentials "$number" "$server"
  node_kubelet "$number"
  start_in_node "$number" kubelet "$KUBERNETES_BIN/kubelet" --config "$node/kubelet.yaml" \
    --kubeconfig "$node/kubelet.kubeconfig" --hostname-override "node-$number" --node-ip "$(node_address "$number")" \
    --container-runtime remote --container-runtime-endpoint "unix://$node/containerd.sock" \
    --volume-plugin-dir "$node/volume-plugins" --v=1
  # A shorter pause between two rule writes than the default second: endpoints follow pods faster.
  start_in_node "$number" kube-proxy "$KUBERNETES_BIN/kube-proxy" --kubeconfig "$node/kube-proxy.kubeconfig" \
    --cluster-cidr "$POD_RANGE" --proxy-mode iptables --conntrack-max-per-core 0 --oom-score-adj 0 \
    --hostname-override "node-$number" --iptables-min-sync-period 200ms --v=1
}

node_cgroups() {
  local directory
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    echo "+cpu +cpuset +memory +pids +io" >/sys/fs/cgroup/cgroup.subtree_control || true
    mkdir -p "/sys/fs/cgroup/$CGROUP_PREFIX$1"
    echo "+cpu +cpuset +memory +pids +io" >"/sys/fs/cgroup/$CGROUP_PREFIX$1/cgroup.subtree_control" || true
    return 0
  fi
  for directory in /sys/fs/cgroup/*/; do
    directory="$directory$CGROUP_PREFIX$1"
    [[ -d $directory ]] || mkdir "$directory"
    # A new cpuset allows no processor at all until it is told some.
    if [[ -e $directory/cpuset.cpus && -z $(cat "$directory/cpuset.cpus") ]]; then
      cat "$directory/../cpuset.cpus" >"$directory/cpuset.cpus"
      cat "$directory/../cpuset.mems" >"$directory/cpuset.mems"
    fi
  done
}

remove_cgroups() {
  local directory
  for directory in /sys/fs/cgroup/"$CGROUP_PREFIX"* /sys/fs/cgroup/*/"$CGROUP_PREFIX"*; do
    [[ -d $directory ]] || continue
    await 10 "the last process to leave $directory" bash -c 'find "$1" -depth -type d -exec rmdir {} + ; [[ ! -d $1 ]]' - "$directory"
  done
}

node_cni() {
  local node
  node=$(node_directory "$1")
  ln -sfn /usr/lib/cni/* "$node/cni-bin/"
  install -m 755 "$CLUSTER_SCRIPTS/lib/cni-record.sh" "$node/cni-bin/mcpt-ptp"
  cat >"$node/cni-conf/10-mcpt.conflist" <<JSON
{
  "cniVersion": "0.4.0",
  "name": "mcpt",
  "plugins": [
    {
      "type": "mcpt-ptp", "ipMasq": false, "mtu": 1500,
      "ipam": {"type": "host-local", "ranges": [[{"subnet": "$(node_pods "$1")"}]], "routes": [{"dst": "0.0.0.0/0"}]}
    },
    {"type": "portmap", "capabilities": {"portMappings": true}}
  ]
}
JSON
}

node_containerd() {
  local node
  node=$(node_directory "$1")
  cat >"$node/containerd.toml" <<TOML
version = 2
root = "$node/containerd"
state = "/run/containerd"
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs", "io.containerd.internal.v1.opt",
]
[grpc]
  address = "$node/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "mcptenants.dev/pause:dev"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$node/cni-bin"
    conf_dir = "$node/cni-conf"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
TOML
}

node_credentials() {
  local number=$1 server=$2 node
  node=$(node_directory "$number")
  PKI="$CONTROL_PLANE/pki" new_certificate ca "node-$number" "/O=system:nodes/CN=system:node:node-$number" \
    "IP:$(node_address "$number"),DNS:node-$number"
  PKI="$CONTROL_PLANE/pki" new_certificate ca kube-proxy /CN=system:kube-proxy
  PKI="$CONTROL_PLANE/pki" new_kubeconfig "$node/kubelet.kubeconfig" "$server" "node-$number"
  PKI="$CONTROL_PLANE/pki" new_kubeconfig "$node/kube-proxy.kubeconfig" "$server" kube-proxy
}

node_kubelet() {
  local node
  node=$(node_directory "$1")
  echo "nameserver $DNS_ADDRESS" >"$node/resolv.conf"
  cat >"$node/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: false}
  x509: {clientCAFile: $CONTROL_PLANE/pki/ca.crt}
authorization: {mode: AlwaysAllow}
tlsCertFile: $CONTROL_PLANE/pki/node-$1.crt
tlsPrivateKeyFile: $CONTROL_PLANE/pki/node-$1.key
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP_PREFIX$1
clusterDNS: [$DNS_ADDRESS]
clusterDomain: cluster.local
resolvConf: $node/resolv.conf
failSwapOn: false
oomScoreAdj: 0
maxPods: 250
serializeImagePulls: false
# Ready a second after the runtime is; the status is still only written when it changes.
nodeStatusUpdateFrequency: 1s
nodeStatusReportFrequency: 5m
kubeAPIQPS: 200
kubeAPIBurst: 400
eventRecordQPS: 0
# A developer's disk may be nearly full; that must not evict the tests.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 50Mi, nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%"}
YAML
}
