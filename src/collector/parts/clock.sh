# Whether the clock is right, and whether it may believe its source: from chrony, else from systemd.

find_gw_ntp() {
  if tracking=$(tool chronyc -c tracking); then
    # reference, name, stratum, time, offset in seconds, ..., state of leap seconds
    printf '%s\n' "$tracking" | awk -F, 'NF >= 14 {
      name = $2; gsub(/[^A-Za-z0-9.:_-]/, "?", name)
      synchronised = $NF != "Not synchronised" && $1 != "00000000" && $1 != "7F7F0101"
      printf "{\"synchronised\":%s,\"offsetMs\":%.3f", (synchronised ? "true" : "false"), $5 * 1000
      if (synchronised && name != "") printf ",\"source\":\"%s\"", substr(name, 1, 200)
      printf "}" }'
    return
  fi
  # What a client of NTP knows; another than systemd’s own says only whether it is in step.
  synchronised=$(tool timedatectl show -p NTPSynchronized --value) || return 1
  if [ "$synchronised" != yes ]; then
    printf '{"synchronised":false}'
    return
  fi
  status=$(tool timedatectl timesync-status) || return 1
  offset=$(printf '%s\n' "$status" | sed -n 's/^ *Offset: *//p' | awk '{
    unit = $1; gsub(/[-+0-9.]/, "", unit)
    factor = unit == "us" ? 0.001 : unit == "ms" ? 1 : unit == "s" ? 1000 : unit == "min" ? 60000 : ""
    if (factor != "") printf "%.3f", ($1 + 0) * factor }')
  is_number "$offset" || return 1
  source=$(printf '%s\n' "$status" | sed -n 's/^ *Server: *//p' | head -n 1)
  printf '{"synchronised":true,"offsetMs":%s,"source":%s}' "$offset" "$(json_text "$source")"
}

# The client of systemd believes whoever answers; chrony can ask for proof.
find_gw_ntp_nts() {
  if sources=$(tool chronyc -c sources) && modes=$(tool chronyc -c authdata); then
    chosen=$(printf '%s\n' "$sources" | awk -F, '$2 == "*" { print $3; exit }')
    [ -n "$chosen" ] || return 1
    printf '{"authenticated":%s}' "$(printf '%s\n' "$modes" | awk -F, -v name="$chosen" '
      $1 == name { proven = $2 == "NTS" || $2 == "SK" } END { print (proven ? "true" : "false") }')"
    return
  fi
  tool timedatectl timesync-status >/dev/null || return 1
  printf '{"authenticated":false}'
}
