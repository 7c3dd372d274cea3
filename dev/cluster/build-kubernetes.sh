#!/usr/bin/env bash
# Builds the Kubernetes programs from Debian's source package into the cache. Does nothing when they are there.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"

PROGRAMS=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)

complete() {
  local program
  [[ -f $KUBERNETES_CACHE/swagger.json ]] || return 1
  for program in "${PROGRAMS[@]}"; do [[ -x $KUBERNETES_BIN/$program ]] || return 1; done
}

complete && exit 0
mkdir -p "$KUBERNETES_CACHE"
exec 8>"$KUBERNETES_CACHE/build.lock"
flock 8
complete && exit 0

install_packages "${BUILD_PACKAGES[@]}"
work="$KUBERNETES_CACHE/source"
rm -rf "$work"
mkdir -p "$work"
mapfile -t apt_options < <(apt_with_sources "$work/apt")
say "fetching the Debian source package kubernetes"
apt-get "${apt_options[@]}" update -qq >&2
(cd "$work" && apt-get "${apt_options[@]}" source -qq --download-only kubernetes >&2)
description=("$work"/kubernetes_*"$KUBERNETES_VERSION"-*.dsc) # Debian calls it 1.20.5+really1.20.2
[[ -f ${description[0]} ]] || die "the configured Debian mirror does not offer kubernetes $KUBERNETES_VERSION"

say "unpacking"
tree="$work/kubernetes"
dpkg-source -x --no-check --skip-patches "${description[0]}" "$tree" >&2
cp "$tree/api/openapi-spec/swagger.json" "$KUBERNETES_CACHE/swagger.json.new"
mv "$KUBERNETES_CACHE/swagger.json.new" "$KUBERNETES_CACHE/swagger.json"

# The built-in provisioner makes volumes in one fixed directory of the machine, and with a mode that only root can use. Ours go to the
# directory of their cluster, and pods that are not root can write to them (hostPath knows no fsGroup; the program runs with umask 0).
volume_source="$tree/pkg/volume/hostpath/host_path.go"
# shellcheck disable=SC2016
sed -i -e 's|fmt.Sprintf("/tmp/%s/%s", r.basePath, uuid.NewUUID())|fmt.Sprintf("%s/%s", os.Getenv("MCPT_VOLUMES"), uuid.NewUUID())|' \
  -e 's|regexp.MustCompile("/tmp/.+")|regexp.MustCompile("^" + regexp.QuoteMeta(os.Getenv("MCPT_VOLUMES")) + "/.+")|' \
  -e 's|os.MkdirAll(pv.Spec.HostPath.Path, 0750)|os.MkdirAll(pv.Spec.HostPath.Path, 0777)|' "$volume_source"
[[ $(grep -c -e 'MCPT_VOLUMES' -e 'Path, 0777)' "$volume_source") == 3 ]] || die "the hostpath provisioner is not what this script patches"

# Kubernetes 1.20 was written for Go 1.15. From Go 1.18 on its JSON library's way of iterating over maps corrupts memory: under load the
# API server dies with "fatal error: unexpected signal". The library's later versions hold the iterator themselves; so does this patch.
patch --quiet --directory "$tree" --strip 1 <"$CLUSTER_SCRIPTS/patches/reflect2-map-iteration.patch" || die "the JSON library is not what this script patches"

say "compiling ${PROGRAMS[*]} (about five minutes on two cores)"
mkdir -p "$tree/.go/src/k8s.io"
ln -sfn "$tree" "$tree/.go/src/k8s.io/kubernetes"
(
  cd "$tree/.go/src/k8s.io/kubernetes"
  export GOPATH="$tree/.go" GO111MODULE=off CGO_ENABLED=0 GOCACHE="$work/gocache" GOFLAGS=
  export KUBE_GIT_VERSION="v$KUBERNETES_VERSION" KUBE_GIT_COMMIT=debian KUBE_GIT_TREE_STATE=clean
  export KUBE_GIT_MAJOR=1 KUBE_GIT_MINOR=20
  make WHAT="$(printf 'cmd/%s ' "${PROGRAMS[@]}")"
) >"$KUBERNETES_CACHE/build.log" 2>&1 || { tail -30 "$KUBERNETES_CACHE/build.log" >&2; die "compiling failed, see $KUBERNETES_CACHE/build.log"; }

mkdir -p "$KUBERNETES_BIN"
for program in "${PROGRAMS[@]}"; do
  install -m 755 "$tree/_output/bin/$program" "$KUBERNETES_BIN/$program.new"
  mv "$KUBERNETES_BIN/$program.new" "$KUBERNETES_BIN/$program"
done
rm -rf "$work"
say "Kubernetes $KUBERNETES_VERSION is in $KUBERNETES_BIN"
