#!/usr/bin/env bash
# Makes sure that npm is on PATH (Debian's own package when it is not).
set -euo pipefail
command -v npm && exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends npm >&2
command -v npm
