# Becomes the command in its arguments, and leaves a watcher behind that ends it as soon as
# standard input ends: that is when the process that started it is gone, however it went.
exec 3<&0
(
  trap '' HUP INT TERM
  while read -r _; do :; done
  kill -0 $$ || exit
  kill -TERM $$
  n=0
  while [ $n -lt 120 ]; do
    sleep 0.1
    kill -0 $$ || exit
    n=$((n + 1))
  done
  kill -KILL $$
) <&3 3<&- >/dev/null 2>&1 &
exec "$@" </dev/null 3<&-
