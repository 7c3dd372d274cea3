#!/usr/bin/env bash
# Imports image archives into every node of the local cluster. What a node already has is skipped.
#
#   load.sh <archive>...
source "$(dirname "${BASH_SOURCE[0]}")/../cluster/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/layout.sh"
source "$CLUSTER_SCRIPTS/lib/processes.sh"

for number in $(node_numbers); do
  is_running "node-$number-containerd" || continue
  node=$(node_directory "$number")
  mkdir -p "$node/images"
  for archive in "$@"; do
    # The archive's name holds the hash of its content; the note is replaced when the tag moves on.
    note="$node/images/$(basename "$archive" | sed 's/-[0-9a-f]\{20\}\.tar$//')"
    [[ $(cat "$note" 2>/dev/null) != "$(basename "$archive")" ]] || continue
    ctr --address "$node/containerd.sock" --namespace k8s.io images import "$archive" >>"$LOGS/images.log" 2>&1 ||
      die "importing $archive failed, see $LOGS/images.log"
    basename "$archive" >"$note"
  done
done
