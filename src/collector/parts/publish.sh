# Hands reports to the local broker, which hands them on.

TWIN=twin/zonewatch_evidence

send() {
  if command -v tedge >/dev/null 2>&1; then
    timeout 30 tedge mqtt pub --retain --qos 1 "te/$1/$TWIN" "$2"
  elif command -v mosquitto_pub >/dev/null 2>&1; then
    # The report goes by the standard input: others see the arguments of processes.
    printf '%s' "$2" | timeout 30 mosquitto_pub -h "$(setting broker_host || printf 127.0.0.1)" \
      -p "$(setting broker_port || printf 1883)" -r -q 1 -t "te/$1/$TWIN" -s
  else
    complain 'neither tedge nor mosquitto_pub is there'
    return 1
  fi
}

# What of a drive its gateway knows without asking it: by which protocol they speak. "pump-01:modbus-rtu fan-02:..."
publish_drives() {
  for pair in $(setting drive_protocols || true); do
    case $pair in
      *[!A-Za-z0-9_:.-]* | *:*:* | :* | *:) complain "drive_protocols: \"$pair\" is not drive:protocol" ;;
      *:*) send "device/${pair%%:*}//" "{\"drv.protocol\":{\"protocol\":\"${pair#*:}\"}}" || return 1 ;;
    esac
  done
}

publish() { send device/main// "$(report)" && publish_drives; }
