# Debian packages. Source after common.sh.
# shellcheck shell=bash disable=SC2034

BUILD_PACKAGES=(golang-go rsync jq dpkg-dev make patch xz-utils)
CONTROL_PLANE_PACKAGES=(etcd-server openssl iproute2 util-linux procps)

# kubectl is only installed when the machine brings none: any of 1.19 ... 1.27 works with this cluster.
kubectl_package() { command -v kubectl >/dev/null || echo kubernetes-client; }

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
  done
}

# Installs what is missing. The daemons among them must not start: a policy-rc.d answers 101 ("forbidden") meanwhile.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0
  [[ $EUID -eq 0 ]] || die "root is needed to install: ${missing[*]}"
  mkdir -p "$CACHE"
  (
    # One installer at a time: parallel test runs would otherwise remove each other's policy-rc.d.
    flock 9
    local policy=/usr/sbin/policy-rc.d written=false
    if [[ ! -e $policy ]]; then
      printf '#!/bin/sh\nexit 101\n' >"$policy"
      chmod +x "$policy"
      written=true
    fi
    trap '[[ $written == false ]] || rm -f "$policy"' EXIT
    say "installing Debian packages: ${missing[*]}"
    apt_install "${missing[@]}" || { apt-get update -qq >&2 && apt_install "${missing[@]}"; }
  ) 9>"$CACHE/packages.lock"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@" >&2
}

# A temporary apt configuration in which every configured "deb" line also offers its sources; /etc/apt stays untouched.
# Prints the options to give to apt-get.
apt_with_sources() {
  local directory=$1
  mkdir -p "$directory/sources.list.d" "$directory/lists/partial"
  : >"$directory/sources.list"
  local file
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [[ -f $file ]] || continue
    sed -n 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" >>"$directory/sources.list"
  done
  for file in /etc/apt/sources.list.d/*.sources; do
    [[ -f $file ]] || continue
    sed 's/^Types:.*/Types: deb-src/' "$file" >"$directory/sources.list.d/$(basename "$file")"
  done
  printf '%s\n' -o "Dir::Etc::sourcelist=$directory/sources.list" -o "Dir::Etc::sourceparts=$directory/sources.list.d" \
    -o "Dir::State::lists=$directory/lists" -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache=" -o APT::Sandbox::User=root
}
