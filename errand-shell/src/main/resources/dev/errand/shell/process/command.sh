# Becomes the command. 0 what to run, 1 who started us, 2 the record. Begins behind the function.
trap : 13
# Called at the end of what comes, with
# 1 folder of the run, 2 token, 3 whether stdin is wanted, 4 working directory; then the names of variables to
# set from ERRAND__name, or with a dash to unset; a dot; how many variables only env can set (ERRAND__1, ...
# hold them as env wants them); the path of env; the command.
ERRAND__go() {
  # Whoever makes the token may decide: we that the command begins, an heir that it never will.
  set -C
  { true >"$1/$2"; } 2>/dev/null || { echo taken; exit; }
  set +C
  exec 3>&2 4>&1
  # If who keeps it open was killed, the command finds its end; opened for reading alone, it would wait for ever.
  if [ "$3" = 1 ]; then exec 5<>"$1/stdin" <"$1/stdin" 5>&-; else exec </dev/null; fi
  exec >>"$1/output.log" 2>&1
  cd "$4" 2>/dev/null || { echo directory >&4; exit 126; }
  shift 4
  while [ "$1" != . ]; do
    case $1 in
      -*) unset "${1#-}" ;;
      *) eval "$1=\$ERRAND__$1; export $1; unset ERRAND__$1" ;;
    esac
    shift
  done 2>/dev/null
  if [ "$2" != 0 ]; then
    ERRAND__i=$2 ERRAND__e=$3
    shift 3
    while [ "$ERRAND__i" -gt 0 ]; do
      eval "set -- \"\$ERRAND__$ERRAND__i\" \"\$@\"; unset ERRAND__$ERRAND__i"
      ERRAND__i=$((ERRAND__i - 1))
    done
    set -- "$ERRAND__e" "$@"
  else
    shift 3
  fi
  # Only exec can fail from here on, and it says so in the output.
  echo "command $ERRAND__s ." >&3
  { echo "started $ERRAND__s" >&4; } 2>/dev/null
  exec "$@" 3>&- 4>&-
}
read -r ERRAND__s </proc/$$/stat
echo "leader $ERRAND__s ." >&2
echo "ready $ERRAND__s"
# Waits here until somebody wants a command. What comes is LaunchText; nothing, if we are not needed.
. /proc/self/fd/0
