# Ports for one control plane: a block of ten, reserved by a lock that etcd inherits and so holds exactly as long as it lives.
# Source after common.sh.
# shellcheck shell=bash disable=SC2034

PORT_BLOCK=10

port_is_free() { ! (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null; }

# reserve_ports <address> [base]: sets PORT_BASE and keeps the lock open on descriptor 7.
reserve_ports() {
  local address=$1 wanted=${2:-} base directory="${TMPDIR:-/tmp}/mcpt-ports-$EUID"
  mkdir -p "$directory"
  for base in ${wanted:-$(seq 21000 $PORT_BLOCK 25990)}; do
    exec 7>"$directory/$base.lock"
    if flock -n 7 && ports_are_free "$address" "$base"; then
      PORT_BASE=$base
      return 0
    fi
  done
  die "no free ports ${wanted:+at $wanted}"
}

ports_are_free() {
  local offset
  for offset in 0 1 2; do port_is_free "$1" $(($2 + offset)) || return 1; done
}
