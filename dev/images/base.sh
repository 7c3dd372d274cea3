#!/usr/bin/env bash
# A base image made of Debian packages, for machines without an image registry. Prints its name in the builder's storage.
source "$(dirname "${BASH_SOURCE[0]}")/../cluster/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"
source "$REPOSITORY/dev/images/lib.sh"

PACKAGES=(libc6 libgcc-s1 libstdc++6 libssl3 zlib1g ca-certificates tzdata)
install_packages "${IMAGE_PACKAGES[@]}" dpkg-dev

# The runtime that the SDK on this machine has: what we build against is what runs.
dotnet_root=$(dirname "$(readlink -f "$(command -v dotnet)")")
runtime=$(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \(10\.[^ ]*\) .*/\1/p' | tail -1)
core=$(dotnet --list-runtimes | sed -n 's/^Microsoft.NETCore.App \(10\.[^ ]*\) .*/\1/p' | tail -1)
key=$(content_key "${BASH_SOURCE[0]}" "$runtime" "$(apt-cache policy "${PACKAGES[@]}" | grep Candidate)")
image="localhost/mcpt-base:$key"
if builder inspect --type image "$image" &>/dev/null; then
  echo "$image"
  exit 0
fi

say "building the base image: ${PACKAGES[*]}, .NET $runtime"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/packages" "$work/root"/{bin,lib,lib64,sbin,usr/{bin,lib,lib64,sbin},etc,tmp,app,data}
(cd "$work/packages" && apt-get download -qq -o APT::Sandbox::User=root "${PACKAGES[@]}" >&2)
for package in "$work"/packages/*.deb; do
  # Through tar, because dpkg-deb -x cannot keep our directories where a package has links.
  dpkg-deb --fsys-tarfile "$package" | tar -x -C "$work/root" --keep-directory-symlink \
    --exclude ./usr/share/doc --exclude ./usr/share/man --exclude ./usr/share/lintian
done
mkdir -p "$work/root/etc/ssl/certs" "$work/root/usr/share/dotnet/shared/Microsoft.NETCore.App" \
  "$work/root/usr/share/dotnet/shared/Microsoft.AspNetCore.App" "$work/root/usr/share/dotnet/host/fxr"
cat "$work"/root/usr/share/ca-certificates/mozilla/*.crt >"$work/root/etc/ssl/certs/ca-certificates.crt"
cp -a "$dotnet_root/dotnet" "$work/root/usr/share/dotnet/"
cp -a "$dotnet_root/shared/Microsoft.NETCore.App/$core" "$work/root/usr/share/dotnet/shared/Microsoft.NETCore.App/"
cp -a "$dotnet_root/shared/Microsoft.AspNetCore.App/$runtime" "$work/root/usr/share/dotnet/shared/Microsoft.AspNetCore.App/"
cp -a "$dotnet_root/host/fxr/$core" "$work/root/usr/share/dotnet/host/fxr/"
ln -s ../share/dotnet/dotnet "$work/root/usr/bin/dotnet"
echo 'root:x:0:0:root:/:/usr/sbin/nologin
app:x:65532:65532:app:/app:/usr/sbin/nologin' >"$work/root/etc/passwd"
echo 'root:x:0:
app:x:65532:' >"$work/root/etc/group"
chmod 1777 "$work/root/tmp"
chown 65532:65532 "$work/root/data"

container=$(builder from scratch)
builder add --quiet "$container" "$work/root" / >/dev/null
builder config --user 65532:65532 --workingdir /app --env PATH=/usr/bin:/bin --env DOTNET_ROOT=/usr/share/dotnet \
  --env DOTNET_RUNNING_IN_CONTAINER=true --env DOTNET_EnableDiagnostics=0 --env HOME=/tmp "$container"
builder commit --quiet --timestamp 0 --rm "$container" "$image" >/dev/null
echo "$image"
