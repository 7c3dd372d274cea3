#!/usr/bin/env bash
# The small images that the cluster itself needs: pause, probe (busybox, for packet tests) and dnsmasq. Prints their archives.
source "$(dirname "${BASH_SOURCE[0]}")/../cluster/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"
source "$REPOSITORY/dev/images/lib.sh"

install_packages "${IMAGE_PACKAGES[@]}" dnsmasq-base netcat-openbsd
exec 9>"$IMAGE_CACHE/build.lock"
flock 9

skeleton() {
  mkdir -p "$1"/{bin,etc,tmp}
  chmod 1777 "$1/tmp"
  echo 'root:x:0:0:root:/:/bin/sh
app:x:65532:65532:app:/tmp:/bin/sh' >"$1/etc/passwd"
  echo 'root:x:0:
app:x:65532:' >"$1/etc/group"
}

busybox_root() {
  local applet
  skeleton "$1"
  cp "$(command -v busybox)" "$1/bin/busybox"
  for applet in $("$1/bin/busybox" --list); do [[ $applet == busybox ]] || ln -s busybox "$1/bin/$applet"; done
}

# Busybox with a complete netcat: the one inside knows neither -z nor -u.
probe_root() {
  busybox_root "$1"
  rm "$1/bin/nc"
  copy_program "$1" "$(readlink -f "$(command -v nc)")"
  ln -s "$(readlink -f "$(command -v nc)")" "$1/bin/nc"
}

# A pause that does nothing is enough: the runtime ends a sandbox with SIGKILL.
pause_root() {
  skeleton "$1"
  cp "$(command -v busybox)" "$1/bin/busybox"
}

dnsmasq_root() {
  busybox_root "$1"
  copy_program "$1" /usr/sbin/dnsmasq
}

# tool <name> <program it is made of> <buildah config options...>
tool() {
  local name=$1 program=$2 key archive layer
  shift 2
  key=$(content_key "${BASH_SOURCE[0]}" "$program" "$*")
  archive="$IMAGE_CACHE/$name-$key.tar"
  if [[ ! -f $archive ]]; then
    say "building mcptenants.dev/$name:dev"
    layer=$(mktemp -d)
    chmod 755 "$layer"
    "${name}_root" "$layer"
    commit_image "$name" scratch "$layer" "$key" --env PATH=/bin:/usr/sbin "$@" >/dev/null
    rm -rf "$layer"
  fi
  echo "$archive"
}

tool pause "$(command -v busybox)" --user 65535:65535 --entrypoint '["/bin/busybox","sleep","2147483647"]'
tool probe "$(readlink -f "$(command -v nc)")" --user 65532:65532 --cmd 'sleep 2147483647'
tool dnsmasq /usr/sbin/dnsmasq --entrypoint '["/usr/sbin/dnsmasq"]'
