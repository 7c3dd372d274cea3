# Background processes recorded as "<pid> <start time>" in $RUN/<name>.pid, so that stopping ends exactly these
# and never a stranger who got the same number later. Source after common.sh; RUN and LOGS must be set.
# shellcheck shell=bash

process_start_time() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The program name may contain blanks; everything behind its closing bracket is well-formed.
  set -- ${stat##*) }
  [[ $1 == Z ]] || echo "${20}"
}

recorded_alive() {
  local pid started
  read -r pid started 2>/dev/null <"$1" || return 1
  [[ -n $started && $(process_start_time "$pid") == "$started" ]]
}

is_running() { recorded_alive "$RUN/$1.pid"; }

# start <name> <command...>: a session of its own, output to $LOGS/<name>.log. The marker in its environment lets
# stop_marked find it even when this script was killed before it could record the number.
start() {
  local name=$1
  shift
  is_running "$name" && return 0
  # setsid execs its argument in place when it is not a group leader; a background job of a script never is one.
  MCPT_PROCESS_OF="$RUN" setsid "$@" >>"$LOGS/$name.log" 2>&1 </dev/null 9>&- &
  local pid=$!
  echo "$pid $(process_start_time "$pid")" >"$RUN/$name.pid"
  disown "$pid" 2>/dev/null || true
}

# stop <name>: SIGKILL, because nothing here has data worth a graceful end, and wait until it is really gone.
stop() {
  local file="$RUN/$1.pid" pid _
  if recorded_alive "$file"; then
    read -r pid _ <"$file"
    kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
    while recorded_alive "$file"; do sleep 0.02; done
  fi
  rm -f "$file"
}

stop_all() {
  local file
  for file in "$RUN"/*.pid; do
    [[ -e $file ]] || continue
    stop "$(basename "$file" .pid)"
  done
}

# Prints every process that carries our marker: children that outlived a recorded process, and unrecorded ones.
marked_processes() {
  local environment pid
  for environment in /proc/[0-9]*/environ; do
    pid=${environment#/proc/}
    pid=${pid%/environ}
    [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
    if grep -qszxF "MCPT_PROCESS_OF=$RUN" "$environment" 2>/dev/null; then echo "$pid"; fi
  done
}

stop_marked() {
  local pid
  for pid in $(marked_processes); do
    kill -KILL "$pid" 2>/dev/null || true
    while [[ -n $(process_start_time "$pid") ]]; do sleep 0.02; done
  done
}

# Fails early, with the end of its log, when a process died while we waited for something it should do.
await_process() {
  local name=$1 seconds=$2 what=$3
  shift 3
  local deadline=$(($(now_ms) + seconds * 1000))
  until "$@" >/dev/null 2>&1; do
    if ! is_running "$name"; then
      tail -5 "$LOGS/$name.log" >&2
      die "$name died while starting, see $LOGS/$name.log"
    fi
    (($(now_ms) < deadline)) || die "timed out after ${seconds}s waiting for $what, see $LOGS/$name.log"
    sleep 0.1
  done
}
