#!/bin/sh
# Run once by the owner of a Mac: exercises launchd, caffeinate, Metal and each installed engine, and writes a report
# (text and JSON). It loads one throw-away launchd service of its own and a practice model on loopback, never touches the
# owner's provider, and takes back whatever it started, also after Ctrl-C.
set -u
cd "$(dirname "$0")/.." || exit 1

usage() {
  cat <<'TEXT'
usage: sh scripts/on-a-mac.sh [--dry-run] [--report FOLDER] [--no-serve]
  --dry-run        print what would be done; nothing is started or written
  --report FOLDER  where the report goes, default this folder
  --no-serve       leave out the practice model and the engines
TEXT
}

is_dry=no
is_serving=yes
report_folder=.
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) is_dry=yes ;;
    --no-serve) is_serving=no ;;
    --report)
      [ $# -ge 2 ] || { echo "--report needs a folder" >&2; exit 64; }
      report_folder=$2
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) echo "unknown option: $1" >&2; usage >&2; exit 64 ;;
  esac
  shift
done
if [ "$is_dry" = no ] && [ "$(uname -s)" != Darwin ]; then
  echo "this machine is no Mac ($(uname -s)); try --dry-run" >&2
  exit 1
fi
if [ "$is_dry" = no ] && [ ! -d "$report_folder" ]; then
  echo "--report $report_folder must be a folder that exists" >&2
  exit 64
fi

uid=$(id -u)
domain=gui/$uid
label=dev.espalier.selftest.$$
port=18799
limit_s=60
work=
service_loaded=no
serve_pid=

take_back() {
  trap - EXIT INT TERM HUP
  [ -n "$serve_pid" ] && kill "$serve_pid" 2>/dev/null && wait "$serve_pid" 2>/dev/null
  [ "$service_loaded" = yes ] && launchctl bootout "$domain/$label" >/dev/null 2>&1
  [ -n "$work" ] && rm -rf "$work"
}
trap take_back EXIT
trap 'take_back; exit 130' INT TERM HUP

passed=0
differed=0
absent=0
number=0
json=
text=

# Text as a JSON string.
quoted() {
  printf '%s' "$1" | LC_ALL=C tr -d '\000-\010\013-\037\177' | awk '
    BEGIN { printf "\"" }
    { gsub(/\\/, "\\\\"); gsub(/"/, "\\\""); gsub(/\t/, "\\t"); if (NR > 1) printf "\\n"; printf "%s", $0 }
    END { printf "\"" }'
}

# note TITLE WANTED VERDICT CODE OUTPUT COMMAND: one entry of both reports.
note() {
  number=$((number + 1))
  case $3 in
    ok) passed=$((passed + 1)) ;;
    absent) absent=$((absent + 1)) ;;
    *) differed=$((differed + 1)) ;;
  esac
  printf '%-9s %s\n' "$3" "$1"
  text="$text
== $number. $1: $3 (code $4)
\$ $6
$5
"
  [ -n "$json" ] && json="$json,"
  json="$json
{\"title\":$(quoted "$1"),\"command\":$(quoted "$6"),\"wanted\":$(quoted "$2"),\"verdict\":$(quoted "$3"),\"code\":$4,\"output\":$(quoted "$5")}"
}

# check TITLE WANTED COMMAND…: ok when the output matches the extended pattern, or for `=0` when that is the exit code.
check() {
  title=$1
  wanted=$2
  shift 2
  if [ "$is_dry" = yes ]; then
    printf 'would run  %s: %s\n' "$title" "$*" | cut -c 1-200
    return 0
  fi
  if ! command -v "$1" >/dev/null 2>&1; then
    note "$title" "$wanted" absent null "$1 is not installed" "$*"
    return 0
  fi
  out=$work/out
  "$@" >"$out" 2>&1 </dev/null &
  running=$!
  (
    left=$limit_s
    while [ "$left" -gt 0 ]; do
      sleep 1
      left=$((left - 1))
    done
    kill -9 "$running" 2>/dev/null
  ) >/dev/null 2>&1 &
  guard=$!
  wait "$running" 2>/dev/null
  code=$?
  # A polite signal is lost while the guard still has the traps of this shell, and the whole limit would be waited for.
  kill -9 "$guard" 2>/dev/null
  wait "$guard" 2>/dev/null
  shown=$(head -c 4000 "$out" | head -n 40)
  verdict=different
  case $wanted in
    =*) [ "$code" = "${wanted#=}" ] && verdict=ok ;;
    *) grep -Eq -- "$wanted" "$out" && verdict=ok ;;
  esac
  note "$title" "$wanted" "$verdict" "$code" "$shown" "$*"
}

machine_checks() {
  check 'chip' . sysctl -n machdep.cpu.brand_string
  check 'memory, bytes' '^[0-9]+$' sysctl -n hw.memsize
  check 'system' 'ProductVersion' sw_vers
  check 'platform id' 'IOPlatformUUID' sh -c "ioreg -rd1 -c IOPlatformExpertDevice | sed 's/= \".*\"/= \"(left out)\"/'"
  check 'heat' 'thermalpressurelevel [0-9]' notifyutil -g com.apple.system.thermalpressurelevel
  check 'memory pressure' '^[124]$' sysctl -n kern.memorystatus_vm_pressure_level
  check 'last wake' 'sec = ' sysctl -n kern.waketime
  check 'wired limit of the GPU, MB' '^[0-9]+$' sysctl -n iogpu.wired_limit_mb
  check 'power source' "'(AC|Battery) Power'" pmset -g batt
  check 'power settings' 'lowpowermode|powermode' pmset -g
  check 'mark of a screen capture' '^(0|1|[(]null[)])$' mdls -raw -name kMDItemIsScreenCapture /bin/sh
  check 'process list, one row' "^ *$$ " ps -ww -o pid=,ppid=,pgid=,stat=,rss=,lstart=,command= -p $$
  long=$(awk 'BEGIN { for (i = 0; i < 3000; i++) printf "z" }')
  check 'a long argument stays whole' 'z{250}z{250}z{250}' sh -c 'ps -ww -o command= -p $$; :' "$long"
  check 'working folder of a process' '^n/' lsof -a -p $$ -d cwd -Fn
  check 'environment of a process' 'environment-check.* ESPALIER_CHECK=seen' env -i "PATH=$PATH" ESPALIER_CHECK=seen sh -c 'ps -E -ww -o command= -p $$; :' environment-check
  check 'awake while a process lives' 'PreventUserIdleSystemSleep|PreventSystemSleep' sh -c 'sleep 4 & held=$!; caffeinate -i -s -w $held & sleep 1; pmset -g assertions; wait'
}

write_plist() {
  cat >"$1" <<TEXT
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>Label</key><string>$label</string>
<key>ProgramArguments</key><array><string>/bin/sleep</string><string>900</string></array>
<key>RunAtLoad</key><true/>
<key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
<key>ProcessType</key><string>Interactive</string>
<key>ThrottleInterval</key><integer>30</integer>
<key>ExitTimeOut</key><integer>45</integer>
</dict></plist>
TEXT
}

# The service's process as launchctl print shows it.
service_pid() {
  launchctl print "$domain/$label" 2>/dev/null | sed -n 's/^[[:space:]]*pid = \([0-9]*\)$/\1/p' | head -n 1
}

launchd_checks() {
  plist=$work/$label.plist
  [ "$is_dry" = yes ] || write_plist "$plist"
  check 'plist is well formed' 'OK' plutil -lint "$plist"
  check 'an unknown service cannot be printed (113)' 'Could not find service' launchctl print "$domain/$label"
  check 'an unknown service cannot be booted out (3)' 'No such process' launchctl bootout "$domain/$label"
  [ "$is_dry" = yes ] || service_loaded=yes
  check 'the service is loaded from its plist' =0 launchctl bootstrap "$domain" "$plist"
  check 'it is loaded once only (5)' 'Bootstrap failed: 5' launchctl bootstrap "$domain" "$plist"
  check 'list shows pid, status and label' "^[0-9]+[[:space:]]+[-0-9]+[[:space:]]+$label\$" launchctl list
  check 'print shows its state and pid' 'pid = [0-9]+' launchctl print "$domain/$label"
  if [ "$is_dry" = no ]; then
    first=$(service_pid)
    [ -n "$first" ] && kill -9 "$first" 2>/dev/null
  fi
  check 'a killed service comes back, or waits for its throttle' 'pid = |state = (spawn scheduled|waiting|not running)' launchctl print "$domain/$label"
  check 'bootout stops and unloads it' =0 launchctl bootout "$domain/$label"
  check 'afterwards it is gone (113)' 'Could not find service' launchctl print "$domain/$label"
  [ "$is_dry" = yes ] || service_loaded=no
}

espalier() {
  node agent/bin/espalier "$@"
}

# serve_once ENGINE: a practice model through one engine, one token, a polite end.
serve_once() {
  if [ "$is_dry" = yes ]; then
    printf 'would run  practice model through %s: espalier serve --engine %s --model practice/tiny-2mb --no-join --port %s, one request, SIGTERM\n' "$1" "$1" "$port"
    return 0
  fi
  espalier serve --engine "$1" --model practice/tiny-2mb --max-context 2000 --no-join --port "$port" --state-dir "$work/state" >"$work/serve.log" 2>&1 &
  serve_pid=$!
  waited=0
  while [ "$waited" -lt 120 ] && kill -0 "$serve_pid" 2>/dev/null; do
    curl -fsS "http://127.0.0.1:$port/v1/models" >/dev/null 2>&1 && break
    sleep 1
    waited=$((waited + 1))
  done
  check "$1 answers one request" 'completion_tokens' curl -sS "http://127.0.0.1:$port/v1/chat/completions" -H 'content-type: application/json' -d '{"messages":[{"role":"user","content":"probe"}],"max_tokens":4}'
  check "$1 shows its knobs as read back" '"knobs"' curl -sS "http://127.0.0.1:$port/v1/health"
  check "owner of its port" '^[0-9]+$' lsof -nP "-iTCP:$port" -sTCP:LISTEN -t
  kill -TERM "$serve_pid" 2>/dev/null
  wait "$serve_pid"
  code=$?
  serve_pid=
  if [ "$code" -eq 0 ]; then verdict=ok; else verdict=different; fi
  note "$1 ends by SIGTERM with 0" 'exit code 0' "$verdict" "$code" "$(head -c 4000 "$work/serve.log")" 'kill -TERM'
}

engine_checks() {
  check 'Metal and the engines found' 'embedded' node agent/bin/espalier engines --json
  serve_once embedded
  check 'llama-server, version' 'version' llama-server --version
  if [ "$is_dry" = yes ] || command -v llama-server >/dev/null 2>&1; then serve_once llama-server; fi
  check 'ollama, version' '[0-9]+\.[0-9]+' ollama --version
  check 'mlx_lm.server, flags' 'decode-concurrency' mlx_lm.server --help
  check 'mlx_vlm.server, flags' 'max-kv-size' mlx_vlm.server --help
  check 'macprovider-cli, version' '[0-9]+\.[0-9]+' macprovider-cli --version
  limit_s=900
  check 'a practice tune' 'autotune recommendation' node agent/bin/espalier autotune --candidate-models practice/tiny-2mb --target-context 500 --kv-bits-axis unset,8 --max-batch-axis 1 --stage2-replicates 1 --port "$port" --state-dir "$work/state" --config "$work/config.yaml"
  limit_s=60
  check 'what a tune needs' 'ok|warning|problem' node agent/bin/espalier doctor --state-dir "$work/state"
}

write_reports() {
  stamp=$(date -u +%Y%m%dT%H%M%SZ)
  base=$report_folder/espalier-on-a-mac-$stamp
  printf 'espalier on a Mac, %s\nok %s, different %s, absent %s\n%s' "$stamp" "$passed" "$differed" "$absent" "$text" >"$base.txt"
  printf '{"report":"espalier-on-a-mac","version":1,"at":"%s","ok":%s,"different":%s,"absent":%s,"checks":[%s\n]}\n' "$stamp" "$passed" "$differed" "$absent" "$json" >"$base.json"
  echo "report: $base.txt and $base.json"
}

if [ "$is_dry" = yes ]; then
  work=/tmp/espalier-on-a-mac
  echo 'on-a-mac: dry run; nothing is started or written'
else
  work=$(mktemp -d "${TMPDIR:-/tmp}/espalier-on-a-mac.XXXXXX") || exit 1
  export XDG_CACHE_HOME="$work/cache" XDG_CONFIG_HOME="$work/config" ESPALIER_STATE_DIR="$work/state"
fi
machine_checks
launchd_checks
[ "$is_serving" = yes ] && engine_checks
if [ "$is_dry" = yes ]; then
  work=
  echo 'on-a-mac: dry run ended'
  exit 0
fi
write_reports
[ "$differed" -eq 0 ]
