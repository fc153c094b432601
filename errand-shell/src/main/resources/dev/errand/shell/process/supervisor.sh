# Started by us in a session of its own, with nothing open but: 0 what to run, from us (see command.sh), 1 who
# started us, 2 nothing.
# 1 records: $1.1 is that of the first run, 2 options of setsid, 3 setsid, 4 sh, 5 the text of command.sh, 6 folder of
# the run if stdin is wanted, 7 the word that asks for one more run.
# All that forks or execs has its price here: builtins only.

# Handlers and not '': what is ignored would be ignored by the command too, a handler ends with exec.
trap : 1 2 3 10 12 13 14 15 20 21 22 24 25 26 27 29 30 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
cd /
read -r ERRAND__s </proc/$$/stat
ERRAND__n=1
while :; do
  # Written in place from here on, by all that have this descriptor: the block is there, no disk is too full. If the
  # record is not, nobody needs us any more.
  [ -e "$1.$ERRAND__n" ] || exit
  exec 2<>"$1.$ERRAND__n"
  echo "supervisor $ERRAND__s ." >&2
  if [ "$6" ]; then
    # Open before anybody reads it; and kept open by one who waits until somebody opens stdin.eof. It execs nothing,
    # so it may ignore.
    exec 3<>"$6/stdin" 4>"$6/stdin" 3>&-
    ( trap '' 1 2 3 10 12 13 14 15
      read -r ERRAND__s <"$6/stdin.eof" ) </dev/null >/dev/null 2>&1 &
    ERRAND__h=$!
    exec 4>&-
  fi
  # In the foreground: what is started with & has INT and QUIT ignored, for ever.
  "$3" $2 "$4" -c "$5" errand
  ERRAND__x=$?
  echo "end $ERRAND__x ." >&2
  # The closing is what wakes those who wait for the end.
  exec 2>/dev/null
  # Who waited for the command may have been killed, and the command lives on, with its stdin. And it, or who would
  # become it, reads what we would read: so we are not asked for more.
  [ "$ERRAND__x" -le 128 ] || exit
  if [ "$6" ]; then
    # If it has ended and we took it away, its number may be somebody else's: whose parent we are not.
    ERRAND__s=
    { read -r ERRAND__s </proc/$ERRAND__h/stat; } 2>/dev/null
    ERRAND__s=${ERRAND__s##*) }
    ERRAND__s=${ERRAND__s#? }
    [ "${ERRAND__s%% *}" != $$ ] || { kill -9 "$ERRAND__h"; wait "$ERRAND__h"; }
    exit
  fi
  echo over
  # A word that tells a request from what is left of a text whose reader was killed.
  read -r ERRAND__w
  [ "$ERRAND__w" = "$7" ] || exit
  ERRAND__n=$((ERRAND__n + 1))
done
