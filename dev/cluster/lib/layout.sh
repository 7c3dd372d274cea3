# Names and addresses of the full cluster. One runs per machine; 10.87.0.0/16 to 10.89.0.0/16 are its own.
# Source after common.sh.
# shellcheck shell=bash disable=SC2034

CLUSTER_DIR="${MCPT_CLUSTER_DIR:-/var/lib/mcpt-cluster}"
RUN="$CLUSTER_DIR/run" LOGS="$CLUSTER_DIR/logs" PKI="$CLUSTER_DIR/pki"
CONTROL_PLANE="$CLUSTER_DIR/control-plane"
ADDONS="$CLUSTER_DIR/addons"

HOST_LINK=mcpt0
HOST_ADDRESS=10.87.0.1
# TEST-NET-3 (RFC 5737): an address of this machine that plays "somewhere in the internet" for packet tests.
OUTSIDE_ADDRESS=203.0.113.1
SERVICE_RANGE=10.88.0.0/16
DNS_ADDRESS=10.88.0.10
POD_RANGE=10.89.0.0/16
BASE_DOMAIN=mcp.test
EDGE_ADDRESS=10.87.0.11
CGROUP_PREFIX=mcpt-node-

# Directories that Kubernetes hard-codes. They only serve as mount points inside the nodes' mount namespaces.
MOUNT_POINTS=(/var/lib/cni /var/lib/kubelet)

node_address() { echo "10.87.0.$((10 + $1))"; }
node_pods() { echo "10.89.$1.0/24"; }
node_directory() { echo "$CLUSTER_DIR/node-$1"; }
node_numbers() { local d; for d in "$CLUSTER_DIR"/node-*; do [[ -d $d ]] && echo "${d##*-}"; done; }
