# Shared by the image scripts. Source after dev/cluster/lib/common.sh and packages.sh.
# shellcheck shell=bash disable=SC2034

IMAGE_CACHE="$CACHE/images"
IMAGE_PACKAGES=(buildah busybox-static)
mkdir -p "$IMAGE_CACHE"

# vfs: slower than overlay but without any mount that could stay behind. Layers live in the cache, not in /var/lib/containers.
builder() { buildah --storage-driver vfs --root "$IMAGE_CACHE/storage" --runroot "$IMAGE_CACHE/run" "$@"; }

# The content of folders and words as one short name.
content_key() {
  local item
  {
    for item in "$@"; do
      if [[ -e $item ]]; then
        (cd "$(dirname "$item")" && find "$(basename "$item")" -type f -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum)
      else
        echo "$item"
      fi
    done
  } | sha256sum | cut -c1-20
}

# copy_program <rootfs> <program>: the program and the libraries it is linked with.
copy_program() {
  local root=$1 program=$2 library
  install -D -m 755 "$program" "$root$program"
  for library in $(ldd "$program" | grep -o '/[^ ]*'); do
    [[ -e $root$library ]] || install -D -m 755 "$library" "$root$library"
  done
}

# commit_image <name> <base image or scratch> <folder with the new layer> <key> [buildah config options...]
# Leaves $IMAGE_CACHE/<name>-<key>.tar and prints its path.
commit_image() {
  local name=$1 base=$2 layer=$3 key=$4 container archive
  shift 4
  archive="$IMAGE_CACHE/$name-$key.tar"
  container=$(builder from --pull=missing "$base")
  builder add --quiet "$container" "$layer" / >/dev/null
  builder config "$@" "$container"
  # One time for everything: the same content is the same image.
  builder commit --quiet --timestamp 0 --disable-compression --rm "$container" "docker-archive:$archive.new:mcptenants.dev/$name:dev" >/dev/null
  # Only the newest archive of a name is kept.
  rm -f "$IMAGE_CACHE/$name"-????????????????????.tar
  mv "$archive.new" "$archive"
  echo "$archive"
}
