#!/usr/bin/env bash
# etcd, kube-apiserver and kube-controller-manager on one address, without nodes: the tier for integration tests.
# Several instances run side by side, each with its own directory and ports.
#
#   control-plane.sh up [--dir D] [--port-base N] [--address A] [--parent PID] [--cluster]
#   control-plane.sh down|status [--dir D]
#
# "up" prints the path of the kubeconfig. --parent: everything is stopped when that process is gone.
# --cluster: part of a full cluster (up.sh): also the scheduler, and the API server's address is made known inside.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"
source "$CLUSTER_SCRIPTS/lib/processes.sh"
source "$CLUSTER_SCRIPTS/lib/pki.sh"
source "$CLUSTER_SCRIPTS/lib/ports.sh"

command=${1:-}
shift || true
directory="${TMPDIR:-/tmp}/mcpt-control-plane"
address=127.0.0.1 port_base='' parent='' cluster=false
service_range=10.88.0.0/16 service_api=10.88.0.1
while (($#)); do
  case $1 in
    --dir) directory=$2 && shift 2 ;;
    --port-base) port_base=$2 && shift 2 ;;
    --address) address=$2 && shift 2 ;;
    --parent) parent=$2 && shift 2 ;;
    --cluster) cluster=true && shift ;;
    *) die "unknown argument $1" ;;
  esac
done
mkdir -p "$directory"
directory=$(cd "$directory" && pwd)
RUN="$directory/run" LOGS="$directory/logs" PKI="$directory/pki"
kubeconfig="$directory/kubeconfig"

certificates() {
  new_authority ca mcpt-cluster
  new_certificate ca apiserver /CN=kube-apiserver \
    "IP:$address,IP:127.0.0.1,IP:$service_api,DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local"
  new_certificate ca admin /O=system:masters/CN=admin
  new_certificate ca kubelet-client /O=system:masters/CN=kube-apiserver-kubelet-client
  new_certificate ca controller-manager /CN=system:kube-controller-manager
  new_certificate ca scheduler /CN=system:kube-scheduler
  if [[ ! -f $PKI/service-accounts.pub ]]; then
    # RSA, as in every managed cluster: Entra ID exchanges no token that is signed with anything else.
    openssl genrsa -out "$PKI/service-accounts.key" 2048 2>/dev/null
    openssl pkey -in "$PKI/service-accounts.key" -pubout -out "$PKI/service-accounts.pub"
  fi
  local name
  for name in admin controller-manager scheduler; do
    [[ -f $PKI/$name.kubeconfig ]] || new_kubeconfig "$PKI/$name.kubeconfig" "$server" "$name"
  done
}

start_etcd() {
  local client="http://$address:$PORT_BASE" peer="http://$address:$((PORT_BASE + 1))"
  start etcd etcd --data-dir "$directory/etcd" --unsafe-no-fsync --logger zap --log-level warn \
    --listen-client-urls "$client" --advertise-client-urls "$client" \
    --listen-peer-urls "$peer" --initial-advertise-peer-urls "$peer" --initial-cluster "default=$peer"
  await_process etcd 30 "etcd" port_is_taken "$PORT_BASE"
}

port_is_taken() { ! port_is_free "$address" "$1"; }

start_apiserver() {
  local endpoints=(--endpoint-reconciler-type=none)
  [[ $cluster == false ]] || endpoints=(--advertise-address="$address")
  start kube-apiserver "$KUBERNETES_BIN/kube-apiserver" \
    --etcd-servers="http://$address:$PORT_BASE" --bind-address="$address" --secure-port=$((PORT_BASE + 2)) "${endpoints[@]}" \
    --service-cluster-ip-range="$service_range" --allow-privileged=true \
    --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction --anonymous-auth=false \
    --client-ca-file="$PKI/ca.crt" --tls-cert-file="$PKI/apiserver.crt" --tls-private-key-file="$PKI/apiserver.key" \
    --kubelet-certificate-authority="$PKI/ca.crt" --kubelet-client-certificate="$PKI/kubelet-client.crt" \
    --kubelet-client-key="$PKI/kubelet-client.key" --kubelet-preferred-address-types=InternalIP \
    --service-account-key-file="$PKI/service-accounts.pub" --service-account-signing-key-file="$PKI/service-accounts.key" \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local --api-audiences=https://kubernetes.default.svc.cluster.local \
    --profiling=false --v=1
  await_process kube-apiserver 90 "the API server" kubectl --kubeconfig="$PKI/admin.kubeconfig" get --raw /readyz
}

start_controllers() {
  # See build-kubernetes.sh for both: where the volumes are, and that pods can write to them.
  # shellcheck disable=SC2016
  start kube-controller-manager env MCPT_VOLUMES="$directory/volumes" bash -c 'umask 0; exec "$0" "$@"' \
    "$KUBERNETES_BIN/kube-controller-manager" \
    --kubeconfig="$PKI/controller-manager.kubeconfig" --use-service-account-credentials --port=0 --secure-port=0 \
    --service-account-private-key-file="$PKI/service-accounts.key" --root-ca-file="$PKI/ca.crt" \
    --cluster-signing-cert-file="$PKI/ca.crt" --cluster-signing-key-file="$PKI/ca.key" \
    --allocate-node-cidrs=false\
    --enable-hostpath-provisioner --leader-elect=false --controllers='*,bootstrapsigner,tokencleaner' \
    --node-monitor-grace-period=40s --concurrent-namespace-syncs=20 --concurrent-deployment-syncs=10 \
    --kube-api-qps=200 --kube-api-burst=400 --v=1
  if [[ $cluster == true ]]; then
    start kube-scheduler "$KUBERNETES_BIN/kube-scheduler" --kubeconfig="$PKI/scheduler.kubeconfig" --leader-elect=false \
      --port=0 --secure-port=0 --kube-api-qps=200 --kube-api-burst=400 --v=1
  fi
}

storage_class() {
  kubectl --kubeconfig="$PKI/admin.kubeconfig" apply -f - >/dev/null <<'YAML'
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: hostpath
  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
provisioner: kubernetes.io/host-path
YAML
}

controllers_work() { kubectl --kubeconfig="$PKI/admin.kubeconfig" get --namespace default serviceaccount/default; }

up() {
  "$CLUSTER_SCRIPTS/build-kubernetes.sh"
  # shellcheck disable=SC2046
  install_packages "${CONTROL_PLANE_PACKAGES[@]}" $(kubectl_package)
  exec 9>"$directory/up.lock"
  flock 9
  if running; then
    echo "$kubeconfig"
    return 0
  fi
  wipe
  mkdir -p "$RUN" "$LOGS" "$PKI" "$directory/volumes"
  chmod 700 "$PKI"
  chmod 777 "$directory/volumes"
  reserve_ports "$address" "$port_base"
  server="https://$address:$((PORT_BASE + 2))"
  say "control plane at $server, state in $directory"
  certificates
  start_etcd
  start_apiserver
  say "API server is ready"
  start_controllers
  storage_class
  await_process kube-controller-manager 60 "the controllers" controllers_work
  if [[ -n $parent ]]; then
    start watchdog bash -c 'tail --pid="$1" -f /dev/null; exec "$0" down --dir "$2"' \
      "$CLUSTER_SCRIPTS/control-plane.sh" "$parent" "$directory"
  fi
  cp "$PKI/admin.kubeconfig" "$kubeconfig"
  say "control plane is ready"
  echo "$kubeconfig"
}

running() {
  local name
  [[ -f $kubeconfig ]] || return 1
  for name in etcd kube-apiserver kube-controller-manager; do is_running "$name" || return 1; done
}

# Stops what is recorded and forgets all state. The watchdog runs this very function and must not end itself first.
wipe() {
  local file name
  for file in "$RUN"/*.pid; do
    [[ -e $file ]] || continue
    name=$(basename "$file" .pid)
    [[ $name == watchdog && $(cut -d' ' -f1 "$file") == "$$" ]] || stop "$name"
  done
  stop_marked
  find "$directory" -mindepth 1 -maxdepth 1 ! -name up.lock -exec rm -rf {} +
}

case $command in
  up) up ;;
  down)
    exec 9>"$directory/up.lock"
    flock 9
    wipe
    rm -rf "$directory"
    ;;
  status)
    running || die "no control plane runs in $directory"
    echo "$kubeconfig"
    ;;
  *) die "usage: control-plane.sh up|down|status [--dir D] [--port-base N] [--address A] [--parent PID]" ;;
esac
