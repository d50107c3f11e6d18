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
begin() { rm -rf $taken/next && mkdir -p $taken/next $taken/pairs $taken/shown && chmod 700 $taken/pairs; }

# In place as a whole, and on the disk before that: whatever happens, a start finds one set or the other.
place() {
  echo "set $(sha256sum < $taken/next/list | cut -c 1-16)" > $taken/next/name
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
  echo "set trial" > $taken/next/name
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

work=/var/lib/haproxy/change-taken
order() { timeout 10 nc 127.0.0.1 8407; }
unlike() { awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } !($0 in seen)' "$2"; }
alike() { [ -z "$(unlike "$1" "$2"; unlike "$2" "$1")" ]; }

# A list that HAProxy has keeps the name that it was read by: all but the fingerprint at its end.
held() { echo "show $1" | order | grep -o "${2%-*}-[0-9a-f]\{12\}" | head -n 1; }
entries() { echo "show $1 $2" | order | sed -n 's/^0x[0-9a-f]* //p' > "$work/has"; }

add_names() {
  entries acl "$2"
  unlike "$work/has" "$1" | sed 's/\\/&&/g' > "$work/add"
  while read -r name; do printf '%s\n' "add acl $2 $name" | order > /dev/null; done < "$work/add"
}
drop_names() {
  echo "show acl $2" | order |
    awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } /^0x/ { ref = $1; sub(/^[^ ]* /, ""); if (!($0 in seen)) print ref }' > "$work/drop"
  while read -r ref; do echo "del acl $2 #$ref" | order > /dev/null; done < "$work/drop"
}
set_values() { while read -r line; do echo "set map $2 $line" | order > /dev/null; done < "$1"; }
has_all() { entries "$1" "$3" && alike "$work/has" "$2"; }

# For a certificate with an authority of visitors, a reload has to read that, too.
add_certificate() {
  if ! echo "show ssl cert $1" | order | grep -q '^Serial: .'; then
    echo "new ssl cert $1" | order > /dev/null
    { echo "set ssl cert $1 <<"; grep . "$1"; echo; } | order > /dev/null
    echo "commit ssl cert $1" | order | grep -q Success
  fi
}
listed() {
  echo "show ssl crt-list -n $1" | order | grep '^/' > "$work/numbered"
  sed 's/^\([^ ]*\):[0-9]* /\1 /' "$work/numbered" > "$work/has"
}
add_certificates() {
  listed "$2"
  unlike "$work/has" "$1" > "$work/add"
  if grep -q -F '[' "$work/add"; then return 1; fi
  while read -r file asked; do
    add_certificate "$file" || return 1
    { echo "add ssl crt-list $2 <<"; echo "$file $asked"; echo; } | order | grep -q Success || return 1
  done < "$work/add"
}
drop_certificates() {
  listed "$2"
  awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } { one = $1; sub(/:[0-9]* /, " "); if (!($0 in seen)) print one }' "$work/numbered" > "$work/drop"
  while read -r one; do echo "del ssl crt-list $2 $one" | order > /dev/null; done < "$work/drop"
  while read -r one; do
    grep -q -F "${one%:*} " "$1" || echo "del ssl cert ${one%:*}" | order > /dev/null
  done < "$work/drop"
  listed "$2" && alike "$work/has" "$1"
}
change() { [ $worked = no ] || at_once || reload; }
reload() { locate_now; kill -USR2 1; }
at_once() {
  mkdir -p "$work"
  grep -q " crt-list /var/lib/haproxy/taken/now/list " /var/lib/haproxy/haproxy.cfg &&
    [ "$(echo "show ssl crt-list" | order | grep -x /var/lib/haproxy/taken/now/list)" ] &&
    add_certificates /var/lib/haproxy/taken/now/list /var/lib/haproxy/taken/now/list && drop_certificates /var/lib/haproxy/taken/now/list /var/lib/haproxy/taken/now/list && set_values $last $last
}

# What HAProxy has is what it says, and not what it was told.
loaded=
waited=0
confirm() {
  { read -r _ name < $last; } 2>/dev/null || return
  [ "$loaded" != "$name" ] || return
  if [ "$(wget -q -T 2 -O - http://127.0.0.1:8406/certificates 2>/dev/null)" = "$name" ]; then
    cp /var/lib/haproxy/taken/now/list $taken/loaded.new && mv $taken/loaded.new $taken/loaded && loaded=$name
    waited=0
    clear
  elif grep -qF /var/lib/haproxy/taken/now/name /var/lib/haproxy/haproxy.cfg 2>/dev/null; then
    waited=$((waited + 1))
    [ $waited -lt 30 ] || { waited=0; echo "HAProxy has not changed over to the certificates; it is asked again" >&2; reload; }
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

rm -f $taken/loaded $taken/told $taken/looked
mkdir -p $taken && : > $taken/told
if grep -q -e " crt-list /var/lib/haproxy/taken/now/list " -e " crt-list /certificates/list " /var/lib/haproxy/haproxy.cfg 2>/dev/null; then
  haproxy -c -q -f /var/lib/haproxy/haproxy.cfg 2>/dev/null || salvage
fi
# Nobody writes there: it is the time that ends the wait. A shell that knows no such time says 2.
rm -f $taken/silent
if mkfifo $taken/silent; then
  nap() { read -r -t 1 nap <&3 2>/dev/null; [ $? -ne 2 ] || sleep 1; }
else
  nap() { sleep 1; }
fi
workers=
works() {
  for pid in $workers; do if [ -d /proc/$pid ]; then return; fi; done
  workers=$(pidof haproxy | tr ' ' '\n' | grep -vx 1)
  [ "$workers" ]
}
# What has the time of the last look may be of before it or after it. What was written before it and put in place after
# it is told by its directory. A clock that was set back is not trusted for long.
news() {
  for file in /certificates /certificates/*.pem /certificates/list ${judge%/*} $judge; do
    if [ -e "$file" ] && ! [ $taken/looked -nt "$file" ]; then return; fi
  done
  [ $unsure -le 0 ]
}
state() { cat /certificates/list /certificates/*.pem /var/lib/haproxy/certificates/judge 2>/dev/null | sha256sum; }
seen=
worked=no
left=0
unsure=0
{
[ ! -p $taken/silent ] || exec 3<> $taken/silent
rm -f $taken/silent
while nap || :; do
  if works; then worked=yes; elif [ $worked = yes ]; then exit; fi
  confirm
  [ -f /certificates/list ] && [ -f /var/lib/haproxy/certificates/judge ] || continue
  left=$((left - 1))
  unsure=$((unsure - 1))
  [ $left -eq 0 ] || news || continue
  touch $taken/looked
  unsure=120
  found=$(state)
  if [ "$found" = "$seen" ] && [ $left -ne 0 ]; then continue; fi
  seen=$found
  left=-1
  take || { echo "the certificates could not be looked at; they are tried again" >&2; left=3; continue; }
  [ ! -s $taken/now/refused ] || left=30
done
} &
until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
locate_now anew
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg