# The cluster's own additions: policy enforcer, DNS and TLS edge. Source after node.sh.
# shellcheck shell=bash

# An authority of its own, so that trusting the edge does not mean trusting the API server's clients.
edge_certificates() {
  mkdir -p "$PKI"
  new_authority edge-ca "mcpt test edge"
  new_certificate edge-ca edge "/CN=*.$BASE_DOMAIN" "DNS:$BASE_DOMAIN,DNS:*.$BASE_DOMAIN"
}

edge_up() {
  local nginx="$CLUSTER_DIR/edge"
  is_running edge && return 0
  # The add-ons write the configuration.
  await_process addons 30 "the edge's configuration" test -e "$nginx/nginx.conf"
  start edge nsenter --target "$(holder_pid node-1)" --net nginx -p "$nginx" -c "$nginx/nginx.conf" -e stderr -g 'daemon off;'
}

# publish_addons: builds the C# program once per content of its sources and prints the program's path.
publish_addons() {
  local key directory
  key=$(cd "$REPOSITORY" && find kubernetes/Client kubernetes/Runtime dev/ClusterAddons Directory.*.props global.json -type f \
    ! -path '*/bin/*' ! -path '*/obj/*' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-20)
  directory="$CACHE/addons/$key"
  if [[ ! -x $directory/cluster-addons ]]; then
    # Not those of today: one of them may be running.
    mkdir -p "$CACHE/addons"
    find "$CACHE/addons" -mindepth 1 -maxdepth 1 -mtime +1 -exec rm -rf {} +
    say "building the cluster add-ons"
    dotnet publish "$REPOSITORY/dev/ClusterAddons" -c Release -v q --nologo -o "$directory.new" >"$CACHE/addons.log" 2>&1 ||
      { tail -20 "$CACHE/addons.log" >&2; die "building the cluster add-ons failed"; }
    mv "$directory.new" "$directory"
  fi
  echo "$directory/cluster-addons"
}

addons_up() {
  local program=$1 number arguments=()
  mkdir -p "$ADDONS/dns" "$CLUSTER_DIR/edge/temp"
  for number in $(node_numbers); do
    arguments+=(--node "node-$number=$(holder_pid "node-$number"),$(node_pods "$number"),$(node_directory "$number")/pods")
  done
  # Other nodes or another build: start anew. Meanwhile the filters stay as they are, and new pods stay closed.
  if is_running addons && [[ $(cat "$ADDONS/started-with" 2>/dev/null) == "$program ${arguments[*]}" ]]; then return 0; fi
  stop addons
  echo "$program ${arguments[*]}" >"$ADDONS/started-with"
  # No diagnostics port: its socket in /tmp would stay behind when the process is killed.
  start addons env DOTNET_EnableDiagnostics=0 DOTNET_gcServer=0 "$program" --kubeconfig "$CONTROL_PLANE/kubeconfig" \
    --hosts "$ADDONS/dns/hosts" --edge "$CLUSTER_DIR/edge" --edge-address "$EDGE_ADDRESS" --pki "$PKI" "${arguments[@]}"
}

dns_up() {
  kubectl label namespace kube-system kubernetes.io/metadata.name=kube-system --overwrite >/dev/null
  sed -e "s|@HOSTS@|$ADDONS/dns|" -e "s|@ADDRESS@|$DNS_ADDRESS|" -e "s|@DOMAIN@|$BASE_DOMAIN|" -e "s|@EDGE@|$EDGE_ADDRESS|" \
    "$CLUSTER_SCRIPTS/manifests/dns.yaml" | kubectl apply -f - >/dev/null
}
