#!/bin/bash
# CNI plugin: Debian's ptp, plus a note "<namespace> <pod>" in a file named after the pod's address, so that the policy
# enforcer knows the pod before its first container starts (its status only names the address a second later).
# ptp, not bridge: every packet between two pods is routed and so passes the node's forward hook.
records=${MCPT_POD_RECORDS:?}
result=$(/usr/lib/cni/ptp) || { code=$?; printf '%s' "$result"; exit $code; }
printf '%s' "$result"
field() { [[ ";$CNI_ARGS;" =~ \;$1=([^\;]*)\; ]] && printf '%s' "${BASH_REMATCH[1]}"; }
case $CNI_COMMAND in
  ADD)
    if [[ $result =~ \"address\":\ *\"([0-9.]+)/ ]]; then
      address=${BASH_REMATCH[1]}
      printf '%s %s %s\n' "$(field K8S_POD_NAMESPACE)" "$(field K8S_POD_NAME)" "$CNI_CONTAINERID" >"$records/.$address"
      mv "$records/.$address" "$records/$address"
    fi
    ;;
  DEL)
    # Only the record of this very sandbox: the address may already belong to the next pod.
    for file in "$records"/*; do
      [[ -e $file ]] && read -r _ _ container <"$file" && [[ $container == "$CNI_CONTAINERID" ]] && rm -f "$file"
    done
    ;;
esac
exit 0
