# Keeps the quotas of logs when the JVM is dead. Arguments: the root folder, and a name.
#
# Waits until its stdin ends: that is when the JVM dies, however it dies. Then it keeps the logs of
# the jobs that still run within their quotas, as LogKeeper does but more coarsely: once a second,
# five times a second after a log was found above its quota. It ends when no such job runs, or when
# another name stands in the file "guard", for then another JVM has taken over.
#
# Where the middle of a file cannot be freed (no fallocate, or the file system cannot), a job whose
# log has reached its quota is stopped. Nothing of it is lost; the next JVM lets it go on.
#
# runs/<id>/quota has "bytes pid start boot": how much, and the process that leads the session of
# the job. All by built-in commands, but for stat, fallocate, mv, rm and sleep.

root=$1
name=$2

while read -r line; do :; done

trap '' HUP INT QUIT
read -r boot < /proc/sys/kernel/random/boot_id

# Whether this is still the guard.
present() {
  read -r guard rest < "$root/guard" && [ "$guard" = "$name" ]
}

# Sets state, session and start of a process, from /proc/<pid>/stat; fails if it is gone.
process() {
  stat=
  read -r stat < "/proc/$1/stat" || return 1
  set -- ${stat##*) }
  state=$1
  session=$4
  shift 19
  start=$1
}

# Whether the leader of a session, or a process that it left behind, runs.
runs() {
  if process "$1"; then
    [ "$start" = "$2" ] && [ "$state" != Z ] && return 0
    [ "$start" = "$2" ] || return 1
  fi
  each "$1" none
}

# Signals each process of a session; fails if there is none.
each() {
  found=1
  set +f
  for entry in /proc/[0-9]*; do
    process "${entry#/proc/}" || continue
    if [ "$session" = "$1" ] && [ "$state" != Z ]; then
      found=0
      [ "$2" = none ] || kill "-$2" "${entry#/proc/}"
    fi
  done
  set -f
  return $found
}

# Stops the writer until go_on; that it is stopped is written down first.
stop() {
  [ -e "$folder/braked" ] || : > "$folder/braked"
  each "$pid" STOP
}

go_on() {
  each "$pid" CONT
  rm -f "$folder/braked"
}

# Whether this file system frees the middle of a file: tried once, on a file of our own.
can_free() {
  if [ -z "$can" ]; then
    echo probe > "$root/guard.probe"
    if fallocate -p -o 0 -l 4096 "$root/guard.probe"; then can=yes; else can=no; fi
    rm -f "$root/guard.probe"
  fi
  [ $can = yes ]
}

# Looks at one log.
keep() {
  log=$folder/output.log
  set -- $(stat -L -c '%s %b' "$log")
  [ $# = 2 ] || return
  size=$1
  allocated=$(($2 * 512))
  [ $allocated -ge $((quota / 5 * 4)) ] || return
  if ! can_free; then
    if [ $allocated -ge $quota ]; then stop; fi
    return
  fi
  from=0
  to=0
  if [ -e "$folder/released" ]; then read -r from to < "$folder/released"; fi
  if [ $to = 0 ]; then from=$(((quota / 4 + 65535) / 65536 * 65536)); fi
  if [ $allocated -gt $quota ]; then
    pause=0.2
    stop
    set -- $(stat -L -c '%s %b' "$log")
    size=${1:-$size}
  fi
  end=$(((size - quota / 4) / 65536 * 65536))
  if [ $end -gt $to ] && [ $end -gt $from ]; then
    # Written down before it is freed, so that no reader takes zeros of a hole for output.
    echo "$from $end" > "$folder/released.new" &&
      mv -f "$folder/released.new" "$folder/released" &&
      fallocate -p -o $from -l $((end - from)) "$log"
  fi
  if [ -e "$folder/braked" ]; then go_on; fi
}

ids=
for file in "$root"/runs/*/quota; do
  folder=${file%/quota}
  ids="$ids ${folder##*/}"
done
set -f
can=
seen=

while present; do
  pause=1
  running=
  for id in $ids; do
    folder=$root/runs/$id
    read -r quota pid begun life < "$folder/quota" || continue
    if [ "$life" = "$boot" ] && runs "$pid" "$begun"; then
      running="$running $id"
    elif [ -z "$seen" ]; then
      continue
    fi
    keep # also when it has just ended
  done
  ids=$running
  seen=yes
  [ -n "$ids" ] || exit 0
  sleep $pause || sleep 1
done
