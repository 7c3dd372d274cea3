#!/usr/bin/env bash
# Builds mcptenants.dev/<name>:dev from a publish folder, without a registry, and prints the archive. Cached by content.
#
#   build.sh <name> <publish folder> [--base debian|scratch|<image>] [--entrypoint PATH]
#
# The entry point defaults to the published program (the file next to <program>.runtimeconfig.json or of the image's name).
source "$(dirname "${BASH_SOURCE[0]}")/../cluster/lib/common.sh"
source "$CLUSTER_SCRIPTS/lib/packages.sh"
source "$REPOSITORY/dev/images/lib.sh"

(($# >= 2)) || die "usage: build.sh <name> <publish folder> [--base debian|scratch|<image>] [--entrypoint PATH]"
name=$1 publish=$(cd "$2" && pwd) entrypoint=''
base="${MCPT_IMAGE_BASE:-mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled}"
shift 2
while (($#)); do
  case $1 in
    --base) base=$2 && shift 2 ;;
    --entrypoint) entrypoint=$2 && shift 2 ;;
    *) die "unknown argument $1" ;;
  esac
done

published_program() {
  local configuration
  configuration=$(find "$publish" -maxdepth 1 -name '*.runtimeconfig.json' | head -1)
  [[ -z $configuration ]] || { basename "$configuration" .runtimeconfig.json; return; }
  [[ -x $publish/$name ]] || die "no program in $publish: give --entrypoint"
  echo "$name"
}

install_packages "${IMAGE_PACKAGES[@]}"
entrypoint="${entrypoint:-/app/$(published_program)}"
exec 9>"$IMAGE_CACHE/build.lock"
flock 9
[[ $base != debian ]] || base=$("$REPOSITORY/dev/images/base.sh")
key=$(content_key "$publish" "$base" "$entrypoint" "${BASH_SOURCE[0]}")
archive="$IMAGE_CACHE/$name-$key.tar"
if [[ ! -f $archive ]]; then
  say "building mcptenants.dev/$name:dev"
  layer=$(mktemp -d)
  trap 'rm -rf "$layer"' EXIT
  mkdir -p "$layer/app"
  cp -a --no-preserve=ownership "$publish/." "$layer/app/"
  find "$layer/app" -name '*.pdb' -delete
  chmod -R a+rX "$layer"
  commit_image "$name" "$base" "$layer" "$key" --entrypoint "[\"$entrypoint\"]" --user 65532:65532 --workingdir /app \
    --cmd '' --port 8080 >/dev/null
fi
echo "$archive"
