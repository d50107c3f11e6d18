where_is() {
  timeout 2 nslookup -type=a "$1" 127.0.0.11 | awk '/^Name/ { named = 1 } named && match($0, /[0-9]+(\.[0-9]+)+/) { print substr($0, RSTART, RLENGTH); exit }'
}
has_loaded() { timeout 2 wget -q -T 1 -O /dev/null "http://$1/homeport-loaded"; }
whereabouts() {
  at=$(where_is "$1")
  if [ "$3" = anew ] && [ -n "$2" ] && ! has_loaded "$at:$2"; then at=; fi
  echo "${at:--}"
}
locate() {
  at=- known=
  while read -r first second third fourth fifth rest; do
    case $first in
      '#')
        case "$known " in *" $second="*) ;; *) known="$known $second=$( (whereabouts "$second" "$third" "${2:-}") 2>/dev/null)" ;; esac
        at=${known##* "$second="}
        at=${at%% *}
        echo "# $second${third:+ $third}" ;;
      0) echo "0 $second $third $fourth $at $rest"; at=- ;;
      *) echo "$first" ;;
    esac
  done < "$1" > "$1.$$"
  sync "$1.$$"
  mv "$1.$$" "$1"
}
locate_now() {
  file=$(sed -n 's/^ *server-state-file //p' /var/lib/haproxy/haproxy.cfg)
  [ ! -f "$file" ] || locate "$file" "${1:-}"
}
taken=/var/lib/haproxy/taken
judge=/var/lib/haproxy/certificates/judge
last=/var/lib/haproxy/taken/now/name

judged() { said=$(HOMEPORT_LIST=$2 timeout 60 haproxy -c -f "$1" 2>&1 </dev/null); }
reason() {
  printf '%s\n' "${said:-it has not answered within 60 s}" | grep -v -e NOTICE -e 'rror(s\{0,1\}) found' -e 'Fatal errors' | tr '\n' ' ' |
    sed -e "s/^.*error processing line [0-9]* in file '[^']*' : *//" -e "s# *'[^ ]*\.pem'##g" -e 's/  */ /g' -e "s/[ .']*$//" | cut -c 1-300
}
before() { awk -v begin="$taken/pairs/$base/" 'index($1, begin) == 1 { print $1; exit }' /var/lib/haproxy/taken/now/list 2>/dev/null; }
unlike() { awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } !($0 in seen)' "$2"; }
begin() { rm -rf $taken/next && mkdir -p $taken/next $taken/pairs $taken/shown && chmod 700 $taken/pairs; }

# In place as a whole, and on the disk before that: whatever happens, a start finds one set or the other.
place() {
  sha256sum < $taken/next/list | cut -c 1-16 > $taken/next/name
  case $(readlink $taken/now) in set-a) to=set-b ;; *) to=set-a ;; esac
  rm -rf $taken/$to $taken/now.new
  mv $taken/next $taken/$to && sync $taken/$to/* && ln -s $to $taken/now.new && mv -T $taken/now.new $taken/now
}

take() {
  begin && cp /certificates/list $taken/next/offered || return 1
  : > $taken/next/list
  : > $taken/next/refused
  { haproxy -v; cat $judge; } | sha256sum | cut -c 1-16 > $taken/next/basis
  cmp -s $taken/next/basis $taken/now/basis && known=yes || known=no
  while read -r file rest; do
    base=${file##*/}
    base=${base%.pem}
    own=$(before)
    rm -f $taken/one.pem
    cp "$file" $taken/one.pem || return 1
    print=$(sha256sum < $taken/one.pem | cut -c 1-64)
    new=$taken/pairs/$base/$print.pem
    echo "$taken/one.pem $rest" > $taken/one
    if [ $known$own = "yes$new" ] && ! grep -q "^$base " $taken/now/refused; then
      :
    elif judged $judge $taken/one; then
      mkdir -p $taken/pairs/$base
      sed '/END CERTIFICATE/q' $taken/one.pem > $taken/shown/$print.crt
      mv $taken/one.pem "$new" && sync "$new" $taken/shown/$print.crt || return 1
      own=$new
    else
      echo "$base $print $(reason)" >> $taken/next/refused
    fi
    [ -z "$own" ] || echo "$own $rest" >> $taken/next/list
  done < $taken/next/offered
  together || return 1
  unlike $taken/told $taken/next/refused > $taken/news
  while read -r base print why; do echo "HAProxy does not take the certificate of $base: $why" >&2; done < $taken/news
  cp $taken/next/refused $taken/told
  cat $last > $taken/former 2>/dev/null || : > $taken/former
  place || return 1
  cmp -s $last $taken/former || change
}

# Where a configuration names the set: each of its certificates is good, but they may not go together.
together() {
  grep -q " crt-list /var/lib/haproxy/taken/now/list " /var/lib/haproxy/haproxy.cfg 2>/dev/null || return 0
  echo trial > $taken/next/name
  sed "s# $taken/now/# $taken/next/#g" /var/lib/haproxy/haproxy.cfg > $taken/trial
  judged $taken/trial && return
  why=$(reason)
  unlike /var/lib/haproxy/taken/now/list $taken/next/list | while read -r file _; do
    base=${file%/*}
    print=${file##*/}
    echo "${base##*/} ${print%.pem} not with the others: $why"
  done >> $taken/next/refused
  cp /var/lib/haproxy/taken/now/list $taken/next/list
}

change() { [ $worked = no ] || { locate_now; kill -USR2 1; }; }

# What HAProxy has is what it says, and not what it was told.
loaded=
waited=0
confirm() {
  { read -r name < $last; } 2>/dev/null || return
  [ "$loaded" != "$name" ] || return
  if [ "$(wget -q -T 2 -O - http://127.0.0.1:8406/certificates 2>/dev/null)" = "$name" ]; then
    cp /var/lib/haproxy/taken/now/list $taken/loaded.new && mv $taken/loaded.new $taken/loaded && loaded=$name
    waited=0
    clear
  elif grep -qF /var/lib/haproxy/taken/now/name /var/lib/haproxy/haproxy.cfg 2>/dev/null; then
    waited=$((waited + 1))
    [ $waited -lt 30 ] || { waited=0; echo "HAProxy has not changed over to the certificates; it is asked again" >&2; change; }
  fi
}
clear() {
  for file in $taken/pairs/*/*.pem; do grep -qF "$file " /var/lib/haproxy/taken/now/list || rm -f "$file"; done
  for file in $taken/shown/*.crt; do
    print=${file##*/}
    grep -qF "/${print%.crt}.pem " /var/lib/haproxy/taken/now/list || rm -f "$file"
  done
  rmdir $taken/pairs/* 2>/dev/null
}

# A HAProxy that was exchanged for another version may refuse what the one before took: it starts without that.
salvage() {
  list=$(sed -nE 's#^ *bind .* crt-list (/var/lib/haproxy/taken/now/list|/certificates/list) .*#\1#p' /var/lib/haproxy/haproxy.cfg)
  [ -f "$list" ] && begin || return
  with() { sed "s# crt-list $list # crt-list $1 #" /var/lib/haproxy/haproxy.cfg > $taken/trial; }
  : > $taken/one
  with $taken/one
  # Not for the certificates' sake, then.
  judged $taken/trial || return
  for file in list refused offered basis; do : > $taken/next/$file; done
  while read -r file rest; do
    echo "$file $rest" > $taken/one
    if judged $taken/trial; then echo "$file $rest" >> $taken/next/list; else echo "HAProxy starts without $file: $(reason)" >&2; fi
  done < "$list"
  place && with /var/lib/haproxy/taken/now/list && cp $taken/trial /var/lib/haproxy/haproxy.cfg.new && mv /var/lib/haproxy/haproxy.cfg.new /var/lib/haproxy/haproxy.cfg
}

rm -f $taken/loaded $taken/told
mkdir -p $taken && : > $taken/told
if grep -q -e " crt-list /var/lib/haproxy/taken/now/list " -e " crt-list /certificates/list " /var/lib/haproxy/haproxy.cfg 2>/dev/null; then
  haproxy -c -q -f /var/lib/haproxy/haproxy.cfg 2>/dev/null || salvage
fi
state() { cat /certificates/list /certificates/*.pem /var/lib/haproxy/certificates/judge 2>/dev/null | sha256sum; }
seen=
worked=no
left=0
while sleep 1; do
  case "$(pidof haproxy)" in *" "*) worked=yes ;; *) [ $worked = no ] || exit ;; esac
  confirm
  [ -f /certificates/list ] && [ -f /var/lib/haproxy/certificates/judge ] || continue
  found=$(state)
  left=$((left - 1))
  if [ "$found" = "$seen" ] && [ $left -ne 0 ]; then continue; fi
  seen=$found
  left=-1
  take || { echo "the certificates could not be looked at; they are tried again" >&2; left=3; continue; }
  [ ! -s $taken/now/refused ] || left=30
done &
until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
locate_now anew
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg