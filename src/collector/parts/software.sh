# What runs here: firmware and its slots, changed files, confinement, foreign code.

# State of the slots, as RAUC tells it; a value may stand in quotes.
rauc_value() { printf '%s\n' "$RAUC" | sed -n "s/^$1=//p" | head -n 1 | sed "s/^['\"]//; s/['\"]\$//"; }

# Number of the slot that is running.
rauc_booted() {
  printf '%s\n' "$RAUC" | sed -n "s/^RAUC_SLOT_STATE_\\([0-9]*\\)=['\"]\\{0,1\\}booted.*/\\1/p" | head -n 1
}

of_release() { sed -n "s/^$1=//p" "$ROOT/etc/os-release" 2>/dev/null | head -n 1 | tr -d "\"'"; }

find_gw_fw_version() {
  slot=
  version=$(of_release IMAGE_VERSION)
  if RAUC=$(tool rauc status --detailed --output-format=shell); then
    number=$(rauc_booted)
    slot=$(rauc_value "RAUC_SLOT_BOOTNAME_$number")
    [ -n "$version" ] || version=$(rauc_value "RAUC_SLOT_STATUS_BUNDLE_VERSION_$number")
  fi
  if [ -z "$version" ]; then
    point=$(first_line "$ROOT/etc/debian_version")
    version="$(of_release NAME) ${point:-$(of_release VERSION_ID)}"
  fi
  [ "$version" != ' ' ] || return 1
  printf '{"version":%s' "$(json_text "$version")"
  # Which version is approved, people say.
  newest=$(setting approved_firmware) && printf ',"newest":%s' "$(json_text "$newest")"
  [ -z "$slot" ] || printf ',"slot":%s' "$(json_text "$slot")"
  printf '}'
}

# RAUC installs nothing whose signature is wrong, as long as it has a keyring. A rollback is a start from a slot that
# is older than the one before it; each is kept in mind for 30 days.
find_gw_fw_update() {
  RAUC=$(tool rauc status --detailed --output-format=shell) || return 1
  number=$(rauc_booted)
  [ -n "$number" ] || return 1
  installed=$(rauc_value "RAUC_SLOT_STATUS_INSTALLED_TIMESTAMP_$number")
  [ -n "$installed" ] || return 1
  keyring=$(sed -n '/^\[keyring\]/,/^\[/s/^\(path\|directory\)=//p' "$ROOT/etc/rauc/system.conf" 2>/dev/null | head -n 1)
  last=$(first_line "$STATE/booted")
  # Times of ISO 8601 in UTC are in order as text.
  if [ -n "$last" ] && [ "$last" != "$installed" ]; then
    older=$(printf '%s\n%s\n' "$last" "$installed" | sort | head -n 1)
    [ "$older" = "$installed" ] && keep "$NOW" rollbacks
  fi
  [ "$last" = "$installed" ] || keep "$installed" booted new
  rollbacks=$(awk -v after=$((NOW - 2592000)) '$1 > after' "$STATE/rollbacks" 2>/dev/null | wc -l)
  printf '{"signed":%s,"unexplainedRollbacks":%s}' "$(json_bool [ -n "$keyring" ])" "$rollbacks"
}

# Writes a line into a file of what is kept in mind; "new" forgets what was in it.
keep() {
  mkdir -p "$STATE" 2>/dev/null || return 0
  if [ "${3:-}" = new ]; then printf '%s\n' "$1" >"$STATE/$2"; else printf '%s\n' "$1" >>"$STATE/$2"; fi
}

# Holds every file of every package against its sum; minutes of work, so a timer of its own does it once a day.
# Files of settings may change.
verify_files() {
  mkdir -p "$STATE" || exit 1
  found=$(dpkg --verify 2>/dev/null </dev/null)
  # It ends with 1 when files differ, with 2 when it could not look.
  [ $? -lt 2 ] || exit 1
  printf '%s\n' "$found" | awk 'NF && $2 != "c" { print $NF }' >"$STATE/changed.new" && mv "$STATE/changed.new" "$STATE/changed"
}

find_gw_fim() {
  at=$(written_at "$STATE/changed") || return 1
  printf '{"changed":%s,"ageHours":%s}' "$(json_list <"$STATE/changed")" $(((NOW - at) / 3600))
}

find_gw_apparmor() {
  [ -d "$ROOT/sys/module" ] || return 1
  processes=$(exposed_processes) || return 1
  on=$(first_line "$ROOT/sys/module/apparmor/parameters/enabled")
  printf '{"unconfined":%s}' "$(
    printf '%s\n' "$processes" | while read -r pid; do
      [ -n "$pid" ] || continue
      profile=
      [ "$on" = Y ] && profile=$(first_line "$ROOT/proc/$pid/attr/apparmor/current" || first_line "$ROOT/proc/$pid/attr/current")
      case $profile in *'(enforce)') ;; *) name_of "$pid" | tr '\n' '?' | sed 's/?$//'; echo ;; esac
    done | sort -u | json_list
  )"
}

runs() {
  for comm in "$ROOT"/proc/[0-9]*/comm; do [ "$(first_line "$comm")" = "$1" ] && return 0; done
  return 1
}

# A list of programs that alone may run: fapolicyd, or the kernel’s own appraisal.
has_allow_list() { runs fapolicyd || grep -q '^appraise' "$ROOT/sys/kernel/security/ima/policy" 2>/dev/null; }

find_gw_malware() {
  root=$(awk '$2 == "/" { options = $4 } END { print options }' "$ROOT/proc/mounts" 2>/dev/null)
  [ -n "$root" ] && may_see_processes || return 1
  case ,$root, in *,ro,*) root=true ;; *) root=false ;; esac
  printf '{"readOnlyRoot":%s,"allowList":%s,"scanner":%s}' $root "$(json_bool has_allow_list)" "$(json_bool runs clamonacc)"
}
