# How this gateway starts, where its key lives, how its disk is kept.

# The value of a variable of the firmware: the byte behind four of attributes; nothing when there is none.
efi_byte() {
  file=$ROOT/sys/firmware/efi/efivars/$1
  [ -r "$file" ] && od -A n -t u1 -j 4 -N 1 "$file" 2>/dev/null | tr -d ' \n'
}

GLOBAL=8be4df61-93ca-11d2-aa0d-00e098032b8c
SHIM=605dab50-e046-4300-abb6-3dd810dd8b23

# Only UEFI tells it; of other boot chains and their fuses nothing is said here.
find_gw_secureboot() {
  [ -n "$(ls "$ROOT/sys/firmware/efi/efivars" 2>/dev/null)" ] || return 1
  enabled=$(efi_byte "SecureBoot-$GLOBAL")
  setup=$(efi_byte "SetupMode-$GLOBAL")
  # The shim can be told to check nothing.
  lax=$(efi_byte "MokSBStateRT-$SHIM")
  [ "$enabled" = 1 ] && enabled=true || enabled=false
  enforced=$enabled
  [ "${setup:-0}" = 0 ] && [ "${lax:-0}" = 0 ] || enforced=false
  printf '{"enabled":%s,"enforced":%s}' $enabled $enforced
}

# Of the key file only the first line is read: it names the form.
find_gw_tpm_used() {
  key=$(setting device_key || printf %s /etc/tedge/device-certs/tedge-private-key.pem)
  case $(first_line "$ROOT$key" | tr -c ' -~' '?') in
    *'BEGIN TSS2 PRIVATE KEY'*) resident=true ;;
    *'PRIVATE KEY'*) resident=false ;;
    *) return 1 ;;
  esac
  printf '{"resident":%s,"available":%s}' $resident "$(json_bool [ -e "$ROOT/sys/class/tpm/tpm0" ])"
}

# Whether a block device, or one that it is made of, is encrypted.
is_encrypted() {
  case $(first_line "$ROOT/sys/dev/block/$1/dm/uuid") in CRYPT-*) return 0 ;; esac
  for below in "$ROOT/sys/dev/block/$1"/slaves/*; do
    [ -r "$below/dev" ] && is_encrypted "$(first_line "$below/dev")" && return 0
  done
  return 1
}

find_gw_disk_encryption() {
  path=$(setting data_path || printf /var)
  # The longest mount point that the path lies below.
  device=$(awk -v path="$path" '
    { at = $5; if (at != "/") at = at "/" }
    index(path "/", at) == 1 && length(at) >= most { most = length(at); device = $3 }
    END { print device }' "$ROOT/proc/self/mountinfo" 2>/dev/null)
  # Major 0 is no disk: an overlay or memory.
  case $device in '' | 0:*) return 1 ;; esac
  [ -d "$ROOT/sys/dev/block/$device" ] || return 1
  printf '{"encrypted":%s}' "$(json_bool is_encrypted "$device")"
}

find_gw_tamper() {
  for switch in "$ROOT"/sys/class/hwmon/*/intrusion*_alarm; do
    [ -r "$switch" ] || continue
    printf '{"closed":%s}' "$(json_bool [ "$(first_line "$switch")" = 0 ])"
    return 0
  done
  return 1
}
