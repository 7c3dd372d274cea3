#!/usr/bin/env bash
# Everything that can be judged without running the product. Prints each finding; exit 1 if there is any.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
findings=0
check() { printf '== %s\n' "$1"; shift; "$@" || { findings=$((findings + 1)); echo "   ^ failed"; }; }

build() { dotnet build Operator.sln -v q --nologo; }
whitespace() { dotnet format whitespace Operator.sln --verify-no-changes --no-restore; }
scripts() {
  dev/tools/needs.sh shellcheck || return 1
  git ls-files '*.sh' .ci/run | xargs shellcheck --external-sources --source-path=SCRIPTDIR --severity=warning
}
chart() { local helm; helm=$(dev/tools/helm.sh) && "$helm" lint charts/mcp-tenant-operator --strict --set baseDomain=mcp.test; }
generated() {
  local before after
  before=$(git ls-files -s crds kubernetes/Client/Models/Generated; git diff -- crds kubernetes/Client/Models/Generated)
  make -s crds models || return 1
  after=$(git ls-files -s crds kubernetes/Client/Models/Generated; git diff -- crds kubernetes/Client/Models/Generated)
  [ "$before" = "$after" ] && [ -z "$(git ls-files -o --exclude-standard crds kubernetes/Client/Models/Generated)" ] || { echo "make crds models leaves a diff"; return 1; }
}
sizes() {
  local long
  long=$(git ls-files '*.cs' | grep -v '/Generated/' | xargs wc -l | awk '$2 != "total" && $1 > 400 { print "  " $2 ": " $1 " lines" }')
  [ -z "$long" ] || { echo "$long"; return 1; }
}

check "build, warnings are errors" build
check "whitespace" whitespace
check "shell scripts" scripts
check "chart" chart
check "generated files" generated
check "no file over 400 lines" sizes
[ "$findings" = 0 ] && echo "lint: clean"
exit "$((findings > 0))"
