#!/bin/sh
# Read-only checks for the owner of a Mac: prints what the agent will read there, one line a check. Send the output with a report.
set -u
cd "$(dirname "$0")/.."
show() {
  title=$1
  shift
  printf '== %s: %s\n' "$title" "$*"
  "$@" 2>&1 | head -n 12
}
show chip sysctl -n machdep.cpu.brand_string
show memory sysctl -n hw.memsize
show system sw_vers
show heat notifyutil -g com.apple.system.thermalpressurelevel
show pressure sysctl -n kern.memorystatus_vm_pressure_level
show power pmset -g batt
show processes ps -ww -o pid=,ppid=,lstart=,command= -p $$
show port lsof -nP -iTCP:4680 -sTCP:LISTEN
show launchd launchctl list
show engines npm run -s espalier -- engines --json
show doctor npm run -s espalier -- doctor
