# Settings, tools and JSON.

complain() { printf 'zonewatch-collector: %s\n' "$1" >&2; }

# Reads "name = value" lines; nothing in that file is carried out.
SETTINGS=
read_settings() {
  [ -r "$1" ] || return 0
  SETTINGS=$(sed -n 's/^[[:space:]]*\([a-z_]*\)[[:space:]]*=[[:space:]]*\(.*[^[:space:]]\)[[:space:]]*$/\1=\2/p' "$1")
}

# A setting by its name; fails when it is not given, so that who asks can say nothing.
setting() {
  value=$(printf '%s\n' "$SETTINGS" | sed -n "s/^$1=//p" | tail -n 1)
  [ -n "$value" ] && printf '%s\n' "$value"
}

# A tool's output, if the tool is there and comes to an end.
tool() {
  command -v "$1" >/dev/null 2>&1 || return 127
  timeout 10 "$@" 2>/dev/null </dev/null
}

# Text as a JSON string: printable ASCII, everything else a question mark, at most 200 characters.
json_text() {
  printf '"%s"' "$(printf '%s' "$1" | tr -c ' -~' '?' | cut -c 1-200 | sed 's/[\\"]/\\&/g')"
}

# Lines as a JSON array of strings, at most 200 of them; empty lines are none.
json_list() {
  tr -c ' -~\n' '?' | sed '/^$/d' | head -n 200 | cut -c 1-200 | sed 's/[\\"]/\\&/g' |
    awk 'BEGIN { printf "[" } { printf "%s\"%s\"", (NR > 1 ? "," : ""), $0 } END { printf "]" }'
}

# true when the command succeeds, else false.
json_bool() { if "$@" >/dev/null 2>&1; then printf true; else printf false; fi; }

# Whether it is a number that JSON takes as it stands.
is_number() { printf '%s\n' "$1" | grep -Eqx -e '-?(0|[1-9][0-9]*)(\.[0-9]+)?'; }

# First line of a file.
first_line() { [ -r "$1" ] && head -n 1 "$1" 2>/dev/null; }

# Whole days since a moment in seconds.
days_since() { printf '%s' $(((NOW - $1) / 86400)); }

# Seconds at which a file was last written.
written_at() { [ -e "$1" ] && stat -c %Y "$1"; }

# Whether a word is one of the others.
is_one_of() {
  wanted=$1
  shift
  for candidate in "$@"; do [ "$candidate" = "$wanted" ] && return 0; done
  return 1
}
