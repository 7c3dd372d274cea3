# shellcheck shell=bash disable=SC2154
# How the demo calls a tenant and looks at its pods. Sourced.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export MCPT_CLUSTER_DIR

edge() { cat "$MCPT_CLUSTER_DIR/edge-address"; }

# get_token TENANT: client credentials at the identity provider, for exactly this tenant's URL (RFC 8707).
get_token() {
  curl -sS --fail --cacert "$MCPT_CLUSTER_DIR/pki/edge-ca.crt" --resolve "login.mcp.test:443:$(edge)" \
    -u "$1-agent:$1-agent-secret" -d grant_type=client_credentials -d "resource=https://$1.mcp.test/mcp" \
    https://login.mcp.test/token | sed -E 's/.*"access_token":"([^"]+)".*/\1/' > "$work/token"
  [ -s "$work/token" ] || fail "no token"
  note "token of $(wc -c < "$work/token") characters for https://$1.mcp.test/mcp"
}

# call [TOOL [ARGUMENTS]]: no tool lists the tools.
call() {
  "$root/artifacts/images/mcp-call/mcp-call" https://acme.mcp.test/mcp ${1:+"$1"} ${2:+--arguments "$2"} \
    --token-file "$work/token" --cacert "$MCPT_CLUSTER_DIR/pki/edge-ca.crt" --address "$(edge)"
}

running_pods() { kubectl -n mcpt-acme get pods -l app.kubernetes.io/name=mcp-instance --no-headers 2>/dev/null | grep -vc Terminating || true; }
no_pods() { [ "$(kubectl -n mcpt-acme get pods -l app.kubernetes.io/name=mcp-instance --no-headers 2>/dev/null | wc -l)" = 0 ]; }

# show_archive UID: the archive lies in the volume behind the claim mcp-archive.
show_archive() {
  local volume path
  volume=$(kubectl -n "$SYSTEM_NAMESPACE" get pvc mcp-archive -o jsonpath='{.spec.volumeName}')
  path=$(kubectl get pv "$volume" -o jsonpath='{.spec.hostPath.path}')
  if [ -n "$path" ] && [ -d "$path" ]; then
    ls -l "$path/$1" || fail "no archive for $1"
    "$root/artifacts/images/mcp-instance/mcp-instance" verify-archive "$path/$1/archive.tar.gz" || fail "the archive does not verify"
  else
    note "the archive is in volume $volume"
  fi
}

# show_certificate UID: signed by the operator; checked with the public key alone, and refused when a letter of it is changed.
show_certificate() {
  local mcpt=$root/artifacts/images/kubectl-mcpt/kubectl-mcpt
  kubectl get mcptenanttombstone "$1"
  "$mcpt" certificate "$1" -o json > "$work/certificate.json" || fail "no certificate"
  kubectl -n "$SYSTEM_NAMESPACE" get configmap mcp-signing-key -o jsonpath='{.data.keys\.pem}' > "$work/keys.pem"
  KUBECONFIG=/dev/null "$mcpt" verify-certificate "$work/certificate.json" --key "$work/keys.pem" | tee "$work/verified" || fail "the certificate does not verify"
  grep -q "$1" "$work/verified" || fail "the certificate names another tenant"
  sed -E 's/("payload":"[^"]{40})./\1A/' "$work/certificate.json" > "$work/forged.json"
  ! KUBECONFIG=/dev/null "$mcpt" verify-certificate "$work/forged.json" --key "$work/keys.pem" >/dev/null 2>&1 || fail "a changed certificate verifies"
  note "a certificate with one letter changed is refused"
}
