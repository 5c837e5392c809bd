# Accounts that can sign in. Of /etc/shadow it is only looked whether a password is set and when; no hash is kept.

# Lines "name uid changed-day state" of accounts with a shell whose use is not closed; state is set, empty or key.
open_accounts() {
  [ -r "$ROOT/etc/shadow" ] && [ -r "$ROOT/etc/passwd" ] || return 1
  awk -F: -v today=$((NOW / 86400)) '
    FILENAME ~ /shadow$/ {
      state[$1] = $2 == "" ? "empty" : $2 ~ /^[!*]/ ? "locked" : "set"
      changed[$1] = $3; ends[$1] = $8
      next
    }
    $1 in state && $7 !~ /(nologin|false|sync|halt|shutdown)$/ {
      if (ends[$1] != "" && ends[$1] + 0 <= today) next
      print $1, $3, changed[$1] == "" ? "-" : changed[$1], state[$1], $6
    }' "$ROOT/etc/shadow" "$ROOT/etc/passwd" | while read -r name uid changed state home; do
    if [ "$state" = locked ]; then
      [ -s "$ROOT$home/.ssh/authorized_keys" ] || continue
      state=key
    fi
    printf '%s %s %s %s\n' "$name" "$uid" "$changed" "$state"
  done
}

# Accounts that devices and images are delivered with; the settings may name others.
DELIVERED='admin administrator debian default demo guest operator pi service support test ubuntu user'

find_gw_accounts_default() {
  accounts=$(open_accounts) || return 1
  delivered=$(setting default_accounts || printf %s "$DELIVERED")
  printf '{"enabled":%s}' "$(
    printf '%s\n' "$accounts" | while read -r name _ _ state; do
      [ -n "$name" ] || continue
      if [ "$state" = empty ]; then
        printf '%s\n' "$name without a password"
      elif is_one_of "$name" $delivered; then
        printf '%s\n' "$name"
      fi
    done | json_list
  )"
}

# Seconds of the last sign-in of a uid; 0 when there never was one, nothing when nobody writes it down.
last_sign_in() {
  [ -r "$ROOT/var/log/lastlog" ] || return 1
  # One record of 292 bytes a uid, its time first.
  found=$(od -A n -t u4 -j $(($1 * 292)) -N 4 "$ROOT/var/log/lastlog" 2>/dev/null | tr -d ' ')
  printf '%s' "${found:-0}"
}

# Who never signed in is counted from the day on which the password was set.
find_gw_accounts_idle() {
  accounts=$(open_accounts) || return 1
  last_sign_in 0 >/dev/null || return 1
  glass=$(setting break_glass_accounts || true)
  printf '{"accounts":['
  comma=
  printf '%s\n' "$accounts" | head -n 200 | while read -r name uid changed _; do
    [ -n "$name" ] || continue
    is_one_of "$name" $glass && continue
    at=$(last_sign_in "$uid")
    [ "$changed" = - ] || [ $((changed * 86400)) -le "$at" ] || at=$((changed * 86400))
    printf '%s{"name":%s' "$comma" "$(json_text "$name")"
    [ "$at" -eq 0 ] || [ "$at" -gt "$NOW" ] || printf ',"idleDays":%s' "$(days_since "$at")"
    printf '}'
    comma=,
  done
  printf ']}'
}

# Only people know whether an account is one person's.
find_gw_accounts_named() {
  shared=$(setting shared_accounts) || return 1
  [ "$shared" = none ] && shared=
  printf '{"shared":%s}' "$(printf '%s' "$shared" | tr ' ,' '\n\n' | json_list)"
}
