import { atRuntimeFunctions } from "./atRuntime";
import { configPath, revisionPort } from "./paths";
import { judgedList, judgePath, offeredList, setPage, takenDirectory, takenList, takenName } from "./taken";

/** How long HAProxy may take to judge, in seconds. */
const judgeSeconds = 60;

/** After how many seconds HAProxy is asked once more to change over to a set. */
const patienceSeconds = 30;

/**
 * Renders the functions by which HAProxy's container takes what is offered to it: HAProxy itself judges each
 * certificate alone, then the set as a whole. What it does not take leaves the one before in place.
 *
 * A set is a directory that is changed as a whole: `list` is what HAProxy reads, `refused` has a line for each
 * certificate that it does not take, `offered` is the list that was looked at, `basis` tells by what was judged.
 */
export const renderTake = (): string => `taken=${takenDirectory}
judge=${judgePath}
last=${takenName}

judged() { said=$(${judgedList}=$2 timeout ${judgeSeconds} haproxy -c -f "$1" 2>&1 </dev/null); }
reason() {
  printf '%s\\n' "\${said:-it has not answered within ${judgeSeconds} s}" | grep -v -e NOTICE -e 'rror(s\\{0,1\\}) found' -e 'Fatal errors' | tr '\\n' ' ' |
    sed -e "s/^.*error processing line [0-9]* in file '[^']*' : *//" -e "s# *'[^ ]*\\.pem'##g" -e 's/  */ /g' -e "s/[ .']*$//" | cut -c 1-300
}
before() { awk -v begin="$taken/pairs/$base/" 'index($1, begin) == 1 { print $1; exit }' ${takenList} 2>/dev/null; }
begin() { rm -rf $taken/next && mkdir -p $taken/next $taken/pairs $taken/shown && chmod 700 $taken/pairs; }

# In place as a whole, and on the disk before that: whatever happens, a start finds one set or the other.
place() {
  echo "set $(sha256sum < $taken/next/list | cut -c 1-16)" > $taken/next/name
  case $(readlink $taken/now) in set-a) to=set-b ;; *) to=set-a ;; esac
  rm -rf $taken/$to $taken/now.new
  mv $taken/next $taken/$to && sync $taken/$to/* && ln -s $to $taken/now.new && mv -T $taken/now.new $taken/now
}

take() {
  begin && cp ${offeredList} $taken/next/offered || return 1
  : > $taken/next/list
  : > $taken/next/refused
  { haproxy -v; cat $judge; } | sha256sum | cut -c 1-16 > $taken/next/basis
  cmp -s $taken/next/basis $taken/now/basis && known=yes || known=no
  while read -r file rest; do
    base=\${file##*/}
    base=\${base%.pem}
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
  grep -q " crt-list ${takenList} " ${configPath} 2>/dev/null || return 0
  echo "set trial" > $taken/next/name
  sed "s# $taken/now/# $taken/next/#g" ${configPath} > $taken/trial
  judged $taken/trial && return
  why=$(reason)
  unlike ${takenList} $taken/next/list | while read -r file _; do
    base=\${file%/*}
    print=\${file##*/}
    echo "\${base##*/} \${print%.pem} not with the others: $why"
  done >> $taken/next/refused
  cp ${takenList} $taken/next/list
}

${atRuntimeFunctions("change-taken")}
change() { [ $worked = no ] || at_once || reload; }
reload() { locate_now; kill -USR2 1; }
at_once() {
  mkdir -p "$work"
  grep -q " crt-list ${takenList} " ${configPath} &&
    [ "$(echo "show ssl crt-list" | order | grep -x ${takenList})" ] &&
    add_certificates ${takenList} ${takenList} && drop_certificates ${takenList} ${takenList} && set_values $last $last
}

# What HAProxy has is what it says, and not what it was told.
loaded=
waited=0
confirm() {
  { read -r _ name < $last; } 2>/dev/null || return
  [ "$loaded" != "$name" ] || return
  if [ "$(wget -q -T 2 -O - http://127.0.0.1:${revisionPort}${setPage} 2>/dev/null)" = "$name" ]; then
    cp ${takenList} $taken/loaded.new && mv $taken/loaded.new $taken/loaded && loaded=$name
    waited=0
    clear
  elif grep -qF ${takenName} ${configPath} 2>/dev/null; then
    waited=$((waited + 1))
    [ $waited -lt ${patienceSeconds} ] || { waited=0; echo "HAProxy has not changed over to the certificates; it is asked again" >&2; reload; }
  fi
}
clear() {
  for file in $taken/pairs/*/*.pem; do grep -qF "$file " ${takenList} || rm -f "$file"; done
  for file in $taken/shown/*.crt; do
    print=\${file##*/}
    grep -qF "/\${print%.crt}.pem " ${takenList} || rm -f "$file"
  done
  rmdir $taken/pairs/* 2>/dev/null
}

# A HAProxy that was exchanged for another version may refuse what the one before took: it starts without that.
salvage() {
  list=$(sed -nE 's#^ *bind .* crt-list (${takenList}|${offeredList}) .*#\\1#p' ${configPath})
  [ -f "$list" ] && begin || return
  with() { sed "s# crt-list $list # crt-list $1 #" ${configPath} > $taken/trial; }
  : > $taken/one
  with $taken/one
  # Not for the certificates' sake, then.
  judged $taken/trial || return
  for file in list refused offered basis; do : > $taken/next/$file; done
  while read -r file rest; do
    echo "$file $rest" > $taken/one
    if judged $taken/trial; then echo "$file $rest" >> $taken/next/list; else echo "HAProxy starts without $file: $(reason)" >&2; fi
  done < "$list"
  place && with ${takenList} && cp $taken/trial ${configPath}.new && mv ${configPath}.new ${configPath}
}
`;
