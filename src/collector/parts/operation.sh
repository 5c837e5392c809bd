# Whether this gateway keeps working and could be brought back.

# auditd says what it does when space runs out; the settings may name another who warns.
warns_of_full_log() {
  setting log_disk_warning >/dev/null && return 0
  action=$(sed -n 's/^[[:space:]]*space_left_action[[:space:]]*=[[:space:]]*//p' "$ROOT/etc/audit/auditd.conf" 2>/dev/null | tr A-Z a-z)
  case $action in '' | ignore) return 1 ;; *) return 0 ;; esac
}

find_gw_log_disk() {
  folder=$ROOT/var/log
  [ -d "$folder/audit" ] && folder=$folder/audit
  used=$(tool df -P "$folder" | awk 'NR == 2 { sub(/%/, "", $5); print $5 }')
  is_number "$used" || return 1
  printf '{"usedPct":%s,"warning":%s}' "$used" "$(json_bool warns_of_full_log)"
}

# Whether a process may use only so much memory, by its own group or one above it.
is_limited() {
  group=$(sed -n 's/^0:://p' "$ROOT/proc/$1/cgroup" 2>/dev/null)
  [ -n "$group" ] || return 1
  while :; do
    most=$(first_line "$ROOT/sys/fs/cgroup$group/memory.max")
    [ -n "$most" ] && [ "$most" != max ] && return 0
    case $group in / | '') return 1 ;; esac
    group=${group%/*}
  done
}

# Times within seven days that memory ran out: from the journal, else from the kernel as long as it counts.
out_of_memory() {
  if lines=$(tool journalctl -q --no-pager -k --since '7 days ago' -o cat) && [ -n "$lines" ]; then
    printf '%s\n' "$lines" | grep -Ec '^(Memory cgroup out of memory|Out of memory): Killed process'
    return 0
  fi
  times=$(sed -n 's/^oom_kill //p' "$ROOT/proc/vmstat" 2>/dev/null)
  up=$(sed 's/[. ].*//' "$ROOT/proc/uptime" 2>/dev/null)
  is_number "${times:-}" && is_number "${up:-}" || return 1
  # None since it started says nothing of the days before; some in more than a week may be older.
  if [ "$times" -eq 0 ]; then [ "$up" -ge 604800 ]; else [ "$up" -le 604800 ]; fi || return 1
  printf '%s' "$times"
}

find_gw_resources() {
  [ -r "$ROOT/sys/fs/cgroup/cgroup.controllers" ] || return 1
  processes=$(exposed_processes) || return 1
  times=$(out_of_memory) || return 1
  limits=true
  for pid in $processes; do is_limited "$pid" || limits=false; done
  printf '{"limits":%s,"outOfMemory":%s}' $limits "$times"
}

has_timer() { [ -n "$1" ] && [ -e "$ROOT/etc/systemd/system/timers.target.wants/$1" ]; }

# Who makes backups leaves a file behind, whose time counts; the settings say where.
find_gw_backup() {
  stamp=$(setting backup_stamp) || return 1
  made=$(written_at "$ROOT$stamp") || return 1
  timer=$(setting backup_timer || true)
  automatic=$(json_bool has_timer "$timer")
  printf '{"automatic":%s,"ageDays":%s' "$automatic" "$(days_since "$made")"
  if proof=$(setting restore_stamp) && restored=$(written_at "$ROOT$proof"); then
    printf ',"restoreTestDays":%s' "$(days_since "$restored")"
  fi
  printf '}'
}

# Sums of the settings that make the secure baseline, as sha256sum writes them. This runs after each start.
find_gw_power() {
  sums=$ROOT/etc/zonewatch-collector.baseline.sha256
  [ -s "$sums" ] || return 1
  printf '{"baseline":%s}' "$(cd "$ROOT/" && json_bool sha256sum --status -c "$sums")"
}
