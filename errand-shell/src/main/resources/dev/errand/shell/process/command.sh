# Becomes the command. 0 /dev/null, 1 who started us, 2 the record. 1-9 as in supervisor.sh; then the names of
# variables to set from ERRAND__name, or with a dash to unset; a dot; how many variables only env can set
# (ERRAND__1, ... hold them as env wants them); the path of env; the command.
trap : 13
exec 3>&2 4>&1
[ "$8" = 0 ] || exec <"$2/stdin"
exec >>"$2/output.log" 2>&1
cd "$9" 2>/dev/null || { echo directory >&4; exit 126; }
read -r ERRAND__s </proc/$$/stat
shift 9
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
