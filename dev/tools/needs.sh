#!/usr/bin/env bash
# Installs the named programs if a bare Debian machine lacks them; each package is named like its program.
# Usage: dev/tools/needs.sh PROGRAM...
set -euo pipefail
missing=()
for program in "$@"; do command -v "$program" >/dev/null || missing+=("$program"); done
[ "${#missing[@]}" -gt 0 ] || exit 0
if [ "$EUID" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "needed and not installed: ${missing[*]} (on Debian: apt-get install ${missing[*]})" >&2
  exit 2
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
