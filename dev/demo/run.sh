#!/usr/bin/env bash
# The main job, seen from outside: install, apply a tenant, call it, let it sleep, wake it, delete it. Exit 0 only if all of it was seen.
set -euo pipefail
source "$(dirname "$0")/../lib.sh"
source "$root/dev/demo/calls.sh"
"$root/dev/tools/needs.sh" curl

step "Cluster"
if $own_cluster; then
  "$root/dev/cluster/up.sh"
  export KUBECONFIG=$MCPT_CLUSTER_DIR/kubeconfig
else
  note "using the cluster of KUBECONFIG=$KUBECONFIG"
fi

step "Images"
"$root/dev/images/all.sh"
dotnet publish "$root/dev/McpCall" -c Release -v q --nologo -p:RunAnalyzers=false -o "$root/artifacts/images/mcp-call"
dotnet publish "$root/cli" -c Release -v q --nologo -p:RunAnalyzers=false -o "$root/artifacts/images/kubectl-mcpt"

step "Install the chart"
"$root/dev/install.sh"
kubectl -n "$SYSTEM_NAMESPACE" get deployments

step "Identity provider (oidc-provider)"
"$root/dev/oidc/install.sh"

step "kubectl apply -f examples/tenant.yaml"
kubectl apply -f "$root/examples/export-target.yaml" -f "$root/examples/tenant.yaml"
kubectl wait mcptenant/acme --for=condition=Ready --timeout=120s
kubectl get mcptenant acme

step "A token from the identity provider, then MCP through TLS"
get_token acme
call | tee "$work/tools"
grep -q document_create "$work/tools" || fail "tools/list did not name document_create"
call document_create '{"title":"Hello","content":"The quick brown fox reads its own workspace."}'
call document_search '{"query":"fox"}' | tee "$work/found"
grep -q Hello "$work/found" || fail "the search did not find the document"
pods=$(running_pods)
note "pods of the tenant: $pods"
[ "$pods" = 1 ] || fail "expected one pod while awake"

step "Idle: 1 -> 0"
wait_for 120 "sleep" no_pods
kubectl get mcptenant acme
note "pods of the tenant: $(running_pods)"

step "Next call: 0 -> 1"
started=$(date +%s%3N)
call document_search '{"query":"fox"}' | tee "$work/found"
grep -q Hello "$work/found" || fail "the document was lost while asleep"
note "answered after $(($(date +%s%3N) - started)) ms, client start included; pods of the tenant: $(running_pods)"

step "kubectl delete mcptenant acme"
uid=$(kubectl get mcptenant acme -o jsonpath='{.metadata.uid}')
kubectl delete mcptenant acme --timeout=180s
for kind in namespaces ingresses persistentvolumes; do
  left=$(kubectl get "$kind" -A -o json | grep -c "$uid" || true)
  note "$kind that still name the tenant: $left"
  [ "$left" = 0 ] || fail "$kind of the tenant are left"
done
kubectl get namespace mcpt-acme >/dev/null 2>&1 && fail "the namespace is left"
show_archive "$uid"

step "The certificate of its erasure, and its verification offline"
show_certificate "$uid"

step "Done: install, provision, answer, sleep, wake, delete with archive and certificate, all seen"
