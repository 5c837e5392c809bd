# What this gateway lets in and out, and what is on its networks.

find_gw_ports_listening() {
  $SOCKETS_KNOWN || return 1
  printf '{"sockets":['
  comma=
  # Those on loopback come last: should the list be too long, they are what is cut off.
  {
    printf '%s\n' "$SOCKETS" | grep -Ev ' (127\.|::1 )'
    printf '%s\n' "$SOCKETS" | grep -E ' (127\.|::1 )'
  } | sed '/^$/d' | head -n 500 | while read -r protocol port address pid; do
    printf '%s{"protocol":"%s","port":%s,"address":%s' "$comma" "$protocol" "$port" "$(json_text "$address")"
    process=$([ "$pid" = - ] || name_of "$pid")
    [ -z "$process" ] || printf ',"process":%s' "$(json_text "$process")"
    printf '}'
    comma=,
  done
  printf ']}'
}

# Where connections that this gateway itself began lead to.
find_gw_ports_outbound() {
  $SOCKETS_KNOWN || return 1
  ports=$(printf '%s\n' "$SOCKETS" | awk '{ print $2 }' | sort -u | tr '\n' ' ')
  printf '{"destinations":%s}' "$(
    printf '%s\n' "$PEERS" | while read -r port peer; do
      [ -n "$peer" ] || continue
      is_one_of "$port" $ports && continue
      case $peer in 127.* | '[::1]'*) ;; *) printf '%s\n' "$peer" ;; esac
    done | sort -u | json_list
  )"
}

# The rules of the firewall, from nft or from iptables; without either nobody knows them.
RULESET=
RULESET_FROM=
learn_ruleset() {
  if RULESET=$(tool nft -s list ruleset); then
    RULESET_FROM=nft
  elif RULESET=$(tool iptables -S && tool ip6tables -S | sed 's/^/v6 /'); then
    RULESET_FROM=iptables
  fi
}

has_ipv6() { [ -s "$ROOT/proc/net/if_inet6" ]; }

# Policy of a hook (input, forward) for both versions of IP: drop only where both drop.
policy_of() {
  if [ "$RULESET_FROM" = nft ]; then
    found=$(printf '%s\n' "$RULESET" | awk -v hook="$1" '
      $1 == "table" { family = $2 }
      $0 ~ "hook " hook " " && /policy drop/ { if (family != "ip6") four = 1; if (family != "ip") six = 1 }
      END { print four + 0, six + 0 }')
  else
    chain=$(printf %s "$1" | tr a-z A-Z)
    four=$(printf '%s\n' "$RULESET" | grep -Ec "^-P $chain DROP")
    six=$(printf '%s\n' "$RULESET" | grep -Ec "^v6 -P $chain DROP")
    found="$four $six"
  fi
  case $found in
    '1 1') printf drop ;;
    '1 0') if has_ipv6; then printf 'drop, but accept for IPv6'; else printf drop; fi ;;
    '0 1') printf 'accept for IPv4' ;;
    *) printf accept ;;
  esac
}

find_gw_firewall_policy() {
  [ -n "$RULESET_FROM" ] || return 1
  printf '{"input":"%s","forward":"%s"' "$(policy_of input)" "$(policy_of forward)"
  # The baseline is the sum of the rules as "nft -s list ruleset | sha256sum" told it when they were approved.
  if wanted=$(first_line "$ROOT/etc/zonewatch-collector.firewall.sha256"); then
    is=$(printf '%s\n' "$RULESET" | sha256sum)
    printf ',"baseline":%s' "$(json_bool [ "${is%% *}" = "${wanted%% *}" ])"
  fi
  printf '}'
}

find_gw_dos_config() {
  [ -n "$RULESET_FROM" ] || return 1
  cookies=$(first_line "$ROOT/proc/sys/net/ipv4/tcp_syncookies") || return 1
  limits=$(printf '%s\n' "$RULESET" | grep -Ec 'limit rate|-m (hash)?limit')
  printf '{"synCookies":%s,"rateLimit":%s}' "$(json_bool [ "$cookies" != 0 ])" "$(json_bool [ "$limits" -gt 0 ])"
}

# Interface of the way to everywhere.
uplink() { awk '$2 == "00000000" && $8 == "00000000" { print $1; exit }' "$ROOT/proc/net/route" 2>/dev/null; }

# Which interfaces lead to drives is in the settings; nothing else tells them from others.
find_net_segments() {
  interfaces=$(setting drive_interfaces) || return 1
  out=$(uplink)
  forwarding=$(first_line "$ROOT/proc/sys/net/ipv4/ip_forward") || return 1
  six=$(first_line "$ROOT/proc/sys/net/ipv6/conf/all/forwarding") || six=0
  [ -z "$out" ] && separate=true || separate=$(if is_one_of "$out" $interfaces; then echo false; else echo true; fi)
  printf '{"separate":%s,"forwarding":%s}' "$separate" "$(json_bool [ "$forwarding$six" != 00 ])"
}

# Lines "interface mac" of what was heard lately.
neighbours() {
  if heard=$(tool ip -o neigh show); then
    printf '%s\n' "$heard" | awk '{ dev = mac = ""
      for (i = 1; i < NF; i++) { if ($i == "dev") dev = $(i + 1); if ($i == "lladdr") mac = $(i + 1) }
      if (mac != "" && $NF != "FAILED") print dev, tolower(mac) }'
  elif [ -r "$ROOT/proc/net/arp" ]; then
    awk 'FNR > 1 && $4 != "00:00:00:00:00:00" { print $6, tolower($4) }' "$ROOT/proc/net/arp"
  else
    return 1
  fi
}

# Neighbours that are not in a list; $1 says which interfaces count: those of the drives, or all others.
unexpected() {
  heard=$(neighbours) || return 1
  known=$(printf %s "$2" | tr A-Z, 'a-z ')
  printf '%s\n' "$heard" | while read -r interface mac; do
    [ -n "$mac" ] || continue
    if is_one_of "$interface" $(setting drive_interfaces); then side=drives; else side=others; fi
    [ "$side" = "$1" ] && ! is_one_of "$mac" $known && printf '%s\n' "$mac on $interface"
  done | sort -u
  return 0
}

find_net_neighbours() {
  setting drive_interfaces >/dev/null || return 1
  listed=$(setting drive_neighbours) || return 1
  found=$(unexpected drives "$listed") || return 1
  printf '{"unexpected":%s}' "$(printf '%s\n' "$found" | json_list)"
}

find_net_unexpected() {
  listed=$(setting known_devices) || return 1
  found=$(unexpected others "$listed") || return 1
  printf '{"unexpected":%s}' "$(printf '%s\n' "$found" | json_list)"
}
