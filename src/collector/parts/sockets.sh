# What listens, and which connections go out: from ss, or from /proc/net where there is no ss.

# Lines "protocol port address pid"; pid is - where nobody may say.
SOCKETS=
# Lines "local-port peer".
PEERS=
SOCKETS_KNOWN=false

learn_sockets() {
  if listening=$(tool ss -H -l -n -t -u -p) && established=$(tool ss -H -n -t state established); then
    SOCKETS=$(printf '%s\n' "$listening" | ss_listeners)
    PEERS=$(printf '%s\n' "$established" | ss_peers)
    SOCKETS_KNOWN=true
  elif [ -r "$ROOT/proc/net/tcp" ]; then
    SOCKETS=$(proc_sockets 0A tcp tcp6; proc_sockets 07 udp udp6)
    PEERS=$(proc_peers)
    SOCKETS_KNOWN=true
  fi
  SOCKETS=$(printf '%s\n' "$SOCKETS" | sed '/^$/d' | sort -u)
}

# A process may call itself what it likes; of what looks like a pid, the last one is the kernel's word.
ss_listeners() {
  awk '$1 == "tcp" || $1 == "udp" {
    port = $5; sub(/.*:/, "", port)
    address = $5; sub(/:[^:]*$/, "", address); gsub(/[][]/, "", address)
    if (port !~ /^[0-9]+$/ || port < 1) next
    pid = "-"; rest = $0
    while (match(rest, /pid=[0-9]+,fd=[0-9]+\)/)) {
      pid = substr(rest, RSTART + 4, RLENGTH - 4); sub(/,.*/, "", pid)
      rest = substr(rest, RSTART + RLENGTH)
    }
    if (address == "*") address = "::"
    print $1, port, address, pid
  }'
}

ss_peers() { awk 'NF >= 4 { port = $3; sub(/.*:/, "", port); print port, $4 }'; }

PROC_ADDRESS='
function byte(text) { return (index("0123456789ABCDEF", substr(text, 1, 1)) - 1) * 16 + index("0123456789ABCDEF", substr(text, 2, 1)) - 1 }
function number(text,  i, n) { n = 0; for (i = 1; i <= length(text); i++) n = n * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1; return n }
function v4(text) { return byte(substr(text, 7)) "." byte(substr(text, 5)) "." byte(substr(text, 3)) "." byte(substr(text, 1)) }
function address(text,  i, out, word) {
  if (length(text) == 8) return v4(text)
  if (text == "00000000000000000000000000000000") return "::"
  if (text == "00000000000000000000000001000000") return "::1"
  if (substr(text, 1, 24) == "0000000000000000FFFF0000") return v4(substr(text, 25))
  for (i = 0; i < 4; i++) {
    word = substr(text, i * 8 + 1, 8)
    out = out (i ? ":" : "") tolower(substr(word, 7, 2) substr(word, 5, 2)) ":" tolower(substr(word, 3, 2) substr(word, 1, 2))
  }
  return out
}'

# Sockets in a state, of files below /proc/net.
proc_sockets() {
  state=$1
  shift
  for name in "$@"; do
    [ -r "$ROOT/proc/net/$name" ] || continue
    awk -v state="$state" -v protocol="${name%6}" "$PROC_ADDRESS"'
      FNR > 1 && $4 == state { split($2, at, ":"); print protocol, number(at[2]), address(at[1]), "-" }' "$ROOT/proc/net/$name"
  done
}

proc_peers() {
  for name in tcp tcp6; do
    [ -r "$ROOT/proc/net/$name" ] || continue
    awk "$PROC_ADDRESS"'
      FNR > 1 && $4 == "01" { split($2, at, ":"); split($3, to, ":")
        peer = address(to[1]); if (peer ~ /:/) peer = "[" peer "]"
        print number(at[2]), peer ":" number(to[2]) }' "$ROOT/proc/net/$name"
  done
}

is_loopback() { case $1 in 127.* | ::1) return 0 ;; *) return 1 ;; esac; }

# Whether other people’s processes may be looked at: without that, silence about one means nothing.
may_see_processes() { [ -r "$ROOT/proc/1/environ" ]; }

# Processes behind listeners that others can reach, each once; fails when one of them cannot be told, as what is said
# of all would be a guess.
exposed_processes() {
  $SOCKETS_KNOWN && may_see_processes || return 1
  exposed=$(printf '%s\n' "$SOCKETS" | while read -r _ _ address pid; do
    [ -n "$pid" ] && ! is_loopback "$address" && printf '%s\n' "$pid"
  done | sort -u)
  case "
$exposed
" in *'
-
'*) return 1 ;; esac
  printf '%s\n' "$exposed"
}

name_of() { first_line "$ROOT/proc/$1/comm"; }
