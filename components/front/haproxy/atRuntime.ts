import { liveDirectory, ordersPort } from "./live";
import { configDirectory, revisionPort } from "./paths";

/** How long HAProxy may take to follow one order, in seconds. */
const orderSeconds = 10;

/**
 * Renders the functions by which a running HAProxy gets names and certificates without a reload. What it has is asked of
 * itself, before and after: where it cannot be led to exactly what the files say, the function fails, and a reload
 * reads them.
 *
 * @param work directory of whoever runs them
 * @see https://docs.haproxy.org/3.0/management.html#9.3
 */
export const atRuntimeFunctions = (work: string): string => `work=${configDirectory}/${work}
order() { timeout ${orderSeconds} nc 127.0.0.1 ${ordersPort}; }
unlike() { awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } !($0 in seen)' "$2"; }
alike() { [ -z "$(unlike "$1" "$2"; unlike "$2" "$1")" ]; }

# A list that HAProxy has keeps the name that it was read by: all but the fingerprint at its end.
held() { echo "show $1" | order | grep -o "\${2%-*}-[0-9a-f]\\{12\\}" | head -n 1; }
entries() { echo "show $1 $2" | order | sed -n 's/^0x[0-9a-f]* //p' > "$work/has"; }

add_names() {
  entries acl "$2"
  unlike "$work/has" "$1" | sed 's/\\\\/&&/g' > "$work/add"
  while read -r name; do printf '%s\\n' "add acl $2 $name" | order > /dev/null; done < "$work/add"
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
  sed 's/^\\([^ ]*\\):[0-9]* /\\1 /' "$work/numbered" > "$work/has"
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
    grep -q -F "\${one%:*} " "$1" || echo "del ssl cert \${one%:*}" | order > /dev/null
  done < "$work/drop"
  listed "$2" && alike "$work/has" "$1"
}`;

const fingerprint = "-[0-9a-f]\\{12\\}";

/** Lists of names, in the order of the configuration: a name that comes is last in the first of them. */
const names = `sed -n 's#^ *acl .* -f \\(${liveDirectory}/.*\\)$#\\1#p'`;
const keys = `grep -o 'map_beg([^)]*${fingerprint})' "$2" | sed 's/map_beg(\\(.*\\))/\\1/'`;
const values = `grep -o 'map_str([^)]*${fingerprint})' "$2" | sed 's/map_str(\\(.*\\))/\\1/'`;

/** What else a running HAProxy may be led to than names and certificates, in shell. */
export interface Further {
  /** A command of `sed` that takes it out of a configuration, for what is left to be compared. */
  readonly shape: string;
  /** Leads it to what the configuration in `$1` says; fails where it does not get there. */
  readonly lead: string;
}

/**
 * Renders the function that brings a running HAProxy from one configuration to another that differs in names and
 * certificates alone. A name is served when all else is there, and its certificate goes when nobody is served by it.
 */
export const atRuntime = (work: string, further?: Further): string => `${atRuntimeFunctions(work)}
# "add map" takes a key a second time, and the first one goes on.
add_keys() {
  entries map "$2"
  unlike "$work/has" "$1" > "$work/add"
  while read -r line; do
    said=$(echo "set map $2 $line" | order) && [ -z "$said" ] || echo "add map $2 $line" | order > /dev/null
  done < "$work/add"
}
drop_keys() {
  echo "show map $2" | order |
    awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) { split(line, word, " "); seen[word[1]] } } /^0x/ && !($2 in seen) { print $1 }' > "$work/drop"
  while read -r ref; do echo "del map $2 #$ref" | order > /dev/null; done < "$work/drop"
}
shape() { sed 's#\\(${liveDirectory}/[^ )]*\\|${configDirectory}/certificates/list\\|${configDirectory}/certificates/ends\\)${fingerprint}#\\1#g${further ? `; ${further.shape}` : ""}' "$1"; }
process() { echo "show info" | order | grep '^Pid:'; }
revision() { wget -q -T 2 -O - http://127.0.0.1:${revisionPort}/ 2>/dev/null; }
each() { while read -r path; do has=$(held "$1" "$path") && [ -n "$has" ] && $2 "$path" "$has" || return 1; done; }
all_names() { has_all acl "$1" "$2"; }
all_values() { has_all map "$1" "$2"; }
at_runtime() {
  mkdir -p "$work"
  shape "$1" > "$work/before"
  shape "$2" > "$work/after"
  cmp -s "$work/before" "$work/after" || return 1
  at=$(sed -n 's#.*map_str(\\(${liveDirectory}/revision-[0-9a-f]*\\)).*#\\1#p' "$1")
  [ "revision $(revision)" = "$(cat "$at")" ] || return 1
  running=$(process)
  ${names} "$2" | awk '!seen[$0]++' > "$work/names"
  sed -n 's#^ *bind .* crt-list \\(${configDirectory}/certificates/list${fingerprint}\\) .*#\\1#p' "$2" | sort -u > "$work/lists"
  ${keys} | awk '!seen[$0]++' > "$work/keys"
  ${values} | awk '!seen[$0]++' | grep -v /revision- > "$work/values"
  ${values} | grep /revision- > "$work/last"
  each "ssl crt-list" add_certificates < "$work/lists" || return 1
  each map add_keys < "$work/keys" || return 1
  sed '1!G;h;$!d' "$work/names" | each acl add_names || return 1
  each map set_values < "$work/values" || return 1
  each acl drop_names < "$work/names" || return 1
  each map drop_keys < "$work/keys" || return 1
  each "ssl crt-list" drop_certificates < "$work/lists" || return 1
  each acl all_names < "$work/names" || return 1
  each map all_values < "$work/keys" || return 1
  each map all_values < "$work/values" || return 1
${
  further
    ? `  ${further.lead} "$2" || return 1
`
    : ""
}  each map set_values < "$work/last" || return 1
  # A reload of somebody else's has read the files, or has not: another one has.
  [ "$running" = "$(process)" ]
}`;
