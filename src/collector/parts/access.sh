# Rules by which people and things come in: passwords, lock-out, SSH, radios, USB.

# Lines of a PAM stack, comments taken out.
pam_lines() { sed 's/#.*//' "$ROOT/etc/pam.d/$1" 2>/dev/null; }

# Value of "name = value" or "name=value", the last one that is given.
last_value() { sed 's/#.*//' | sed -n "s/.*\\b$1[[:space:]]*=[[:space:]]*\\([^[:space:]]*\\).*/\\1/p" | tail -n 1; }

find_gw_password_policy() {
  [ -r "$ROOT/etc/pam.d/common-password" ] || return 1
  line=$(pam_lines common-password | grep -E 'pam_(pwquality|cracklib)\.so' | head -n 1)
  if [ -n "$line" ]; then
    settings=$(cat "$ROOT"/etc/security/pwquality.conf.d/*.conf "$ROOT/etc/security/pwquality.conf" 2>/dev/null)
    least=$(printf '%s\n' "$line" | last_value minlen)
    least=${least:-$(printf '%s\n' "$settings" | last_value minlen)}
    check=$(printf '%s\n' "$line" | last_value dictcheck)
    check=${check:-$(printf '%s\n' "$settings" | last_value dictcheck)}
    # What holds when nothing is said: 8 characters, with a dictionary.
    least=${least:-8}
    dictionary=$(json_bool [ "${check:-1}" != 0 ])
  else
    least=$(pam_lines common-password | grep 'pam_unix\.so' | last_value minlen)
    least=${least:-6}
    dictionary=false
  fi
  is_number "$least" || return 1
  printf '{"minLength":%s,"dictionary":%s}' "$least" "$dictionary"
}

# That it works is known once somebody was locked out: from the log, and kept in mind from then on.
lock_out_seen() {
  [ -e "$STATE/lockout-seen" ] && return 0
  { tool journalctl -q --no-pager -g 'account temporarily locked' -n 1 -o cat
    cat "$ROOT/var/log/auth.log" 2>/dev/null
  } | grep -q 'account temporarily locked' || return 1
  { mkdir -p "$STATE" && : >"$STATE/lockout-seen"; } 2>/dev/null
  return 0
}

find_gw_login_lockout() {
  [ -r "$ROOT/etc/pam.d/common-auth" ] || return 1
  line=$(for stack in common-auth sshd login; do pam_lines $stack; done | grep 'pam_faillock\.so' | grep -v 'authsucc' | head -n 1)
  limit=0
  if [ -n "$line" ]; then
    limit=$(printf '%s\n' "$line" | last_value deny)
    limit=${limit:-$(cat "$ROOT/etc/security/faillock.conf" 2>/dev/null | last_value deny)}
    limit=${limit:-3}
  fi
  is_number "$limit" || return 1
  printf '{"limit":%s,"seen":%s}' "$limit" "$(json_bool lock_out_seen)"
}

# Minutes of a time as sshd writes it: 900, 15m, 1h.
minutes_of() {
  case $1 in
    *[!0-9smhd]* | '') printf 0 ;;
    *m) printf %s "${1%m}" ;;
    *h) printf %s $((${1%h} * 60)) ;;
    *d) printf %s $((${1%d} * 1440)) ;;
    *) awk -v s="${1%s}" 'BEGIN { printf "%.10g", s / 60 }' ;;
  esac
}

# Idle sessions end by the server's time-out of channels or by the shell's own; keep-alive does not end them.
find_gw_ssh_config() {
  settings=$(tool sshd -T) || return 1
  one() { printf '%s\n' "$settings" | sed -n "s/^$1 //p" | head -n 1; }
  root=$(one permitrootlogin)
  [ -n "$root" ] || return 1
  passwords=false
  [ "$(one passwordauthentication)" = yes ] && passwords=true
  [ "$(one kbdinteractiveauthentication)" = yes ] && passwords=true
  idle=$(minutes_of "$(one channeltimeout | tr ' ' '\n' | sed -n 's/^session[^=]*=//p' | head -n 1)")
  if [ "$idle" = 0 ]; then
    shell=$(cat "$ROOT/etc/profile" "$ROOT"/etc/profile.d/*.sh "$ROOT/etc/bash.bashrc" 2>/dev/null | last_value TMOUT)
    idle=$(minutes_of "$shell")
  fi
  case $(one banner) in none | '') banner=false ;; *) banner=true ;; esac
  printf '{"rootLogin":%s,"passwords":%s,"banner":%s,"idleMinutes":%s}' "$(json_text "$root")" "$passwords" "$banner" "$idle"
}

# Whether the switch of a radio (wlan, bluetooth, wwan) is off for all of that kind.
is_switched_off() {
  any=1
  for switch in "$ROOT"/sys/class/rfkill/*; do
    [ "$(first_line "$switch/type")" = "$1" ] || continue
    [ "$(first_line "$switch/soft")$(first_line "$switch/hard")" = 00 ] && return 1
    any=0
  done
  return $any
}

radio() {
  printf '%s{"kind":"%s","on":%s%s}' "$comma" "$1" "$2" "$3"
  comma=,
}

# How a wireless network is protected, and whether the settings list it.
protection() {
  status=$(tool wpa_cli -i "$1" status) || return 0
  network=$(printf '%s\n' "$status" | sed -n 's/^ssid=//p')
  case $(printf '%s\n' "$status" | sed -n 's/^key_mgmt=//p') in
    *SAE*) security=wpa3 ;; *EAP*) security=802.1x ;; *PSK*) security=wpa2-psk ;; *) security=open ;;
  esac
  listed=$(setting wireless_networks || true)
  printf ',"security":"%s","listed":%s' "$security" "$(json_bool is_one_of "$network" $listed)"
}

find_gw_wireless() {
  [ -d "$ROOT/sys/class/net" ] || return 1
  printf '{"radios":['
  comma=
  for interface in "$ROOT"/sys/class/net/*; do
    name=${interface##*/}
    case $name in wwan*) kind=wwan ;; *) [ -e "$interface/phy80211" ] || [ -e "$interface/wireless" ] || continue; kind=wlan ;; esac
    # The lowest bit of its flags: somebody switched the interface on.
    flags=$(first_line "$interface/flags") || flags=0x1
    if is_switched_off $kind || [ $((flags & 1)) -eq 0 ]; then radio $kind false ''; else radio $kind true "$(protection "$name")"; fi
  done
  for adapter in "$ROOT"/sys/class/bluetooth/hci*; do
    [ -e "$adapter" ] || continue
    if is_switched_off bluetooth; then radio bluetooth false ''; else radio bluetooth true ''; fi
  done
  printf ']}'
}

# Blocked is a storage driver that the kernel has not and does not load, or buses that admit nothing unasked.
find_gw_usb() {
  [ -d "$ROOT/sys/bus/usb" ] && [ -r "$ROOT/proc/modules" ] || return 1
  blocked=false
  if ! grep -q '^usb_storage ' "$ROOT/proc/modules" && [ ! -d "$ROOT/sys/bus/usb/drivers/usb-storage" ]; then
    cat "$ROOT"/etc/modprobe.d/*.conf "$ROOT"/lib/modprobe.d/*.conf "$ROOT"/run/modprobe.d/*.conf 2>/dev/null | sed 's/#.*//' |
      grep -Eq '^[[:space:]]*(blacklist[[:space:]]+usb[-_]storage[[:space:]]*$|install[[:space:]]+usb[-_]storage[[:space:]]+/(usr/)?bin/(true|false))' &&
      blocked=true
  fi
  if ! $blocked; then
    admits=$(cat "$ROOT"/sys/bus/usb/devices/usb*/authorized_default 2>/dev/null | sort -u | tr -d '\n')
    [ "$admits" = 0 ] && blocked=true
  fi
  printf '{"blocked":%s}' $blocked
}
