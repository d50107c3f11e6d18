import { fileFunctions } from "../shared/loop";
import { commandLine } from "../shared/shell";
import { besideData } from "./layout";

/** How long the data from before a restore are kept, in hours in which the host runs. */
export const keptHours = 7 * 24;

/**
 * Where the exchange of a volume's data is. A volume cannot be renamed: its former data and the new ones take turns inside
 * it, and each step is begun and ended by a word in the journal.
 *
 * `fetching` the new ones are being written beside · `ready` they are there · `out` the former ones go aside · `along` what is in no
 * set goes along to the new ones · `in` these take their place · `done` · `empty` they go aside again · `apart` what went along goes back
 * to the former ones · `return` these come back · `undone` · `drop` what was kept is removed.
 */
export type Phase =
  | "none"
  | "fetching"
  | "ready"
  | "out"
  | "along"
  | "in"
  | "done"
  | "empty"
  | "apart"
  | "return"
  | "undone"
  | "drop";

/** While data change places, and while they do so on the way back: some of what is in the volume is of the one, some of the other. */
export const midway: readonly Phase[] = ["out", "along", "in"];
export const returning: readonly Phase[] = ["empty", "apart", "return"];

/**
 * Shell: what exchanges the data of the volume at `$root`. Each function goes on where one before it was cut off.
 *
 * What somebody has written into the volume in the midst of an exchange, under the name of what belongs there, is put aside.
 */
export const swapFunctions = `${fileFunctions}
is_there() { [ -e "$1" ] || [ -L "$1" ]; }
# Who owns the root of a volume may put there whatever it likes, a link into another one's data too.
at() {
  root=$1 kept=$1/${besideData}
  is_there "$kept" || return 0
  [ -d "$kept" ] && [ ! -L "$kept" ] || { echo "$kept was not made by a restore; look at it, and move it away" >&2; return 1; }
}
phase() { first_line "$kept/journal"; phase=\${line:-none}; }
enter() { echo "$1" | put "$kept/journal"; }
# A full disk has no room for this word, and what is removed makes some: so it is there beforehand.
enter_drop() { mv "$kept/drop" "$kept/journal" 2>/dev/null || enter drop; }

# All but what is kept: in few calls, as each entry is one without a break.
move_all() {
  for one in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    name=\${one##*/}
    [ "$name" != ${besideData} ] && is_there "$one" && is_there "$2/$name" || continue
    stray=$kept/aside/$(now).$$
    mkdir -p "$stray" && mv "$root/$name" "$stray/" || return
  done
  find "$1" -mindepth 1 -maxdepth 1 ! -name ${besideData} -exec ${commandLine("sh", "-c", 'to=$1; shift; exec mv "$@" "$to/"', "sh")} "$2" {} +
}
belongs() { read -r uid gid mode < "$1" && chown "$uid:$gid" "$root" && chmod "$mode" "$root"; }

# Whether no directory on the way is something else, as a link to elsewhere.
is_way() {
  dir=$1 rest=$2
  while [ "$rest" != "\${rest#*/}" ]; do
    dir=$dir/\${rest%%/*} rest=\${rest#*/}
    ! is_there "$dir" || { [ -d "$dir" ] && [ ! -L "$dir" ]; } || return
  done
}
# Directories on the way that the new data do not have, as the former ones do.
make_way() {
  dir= rest=$1
  while [ "$rest" != "\${rest#*/}" ]; do
    dir=$dir/\${rest%%/*} rest=\${rest#*/}
    is_there "$kept/new$dir" && continue
    mkdir -p "$kept/way" && chown "$(stat -c '%u:%g' "$kept/before$dir")" "$kept/way" && chmod "$(stat -c '%a' "$kept/before$dir")" "$kept/way" && mv "$kept/way" "$kept/new$dir" || return
  done
}
# What is in no set: where the set has it nevertheless, that is taken. A directory comes before what is in it.
in_no_set() {
  LC_ALL=C sort -u "$kept/except" | while IFS= read -r path; do
    if is_there "$kept/before/$path" && ! is_there "$kept/new/$path" && is_way "$kept/before" "$path" && is_way "$kept/new" "$path"; then echo "$path"; fi
  done
}
go_along() {
  is_there "$kept/except" || return 0
  is_there "$kept/along" || in_no_set | put "$kept/along" || return
  while IFS= read -r path; do
    ! is_there "$kept/before/$path" || is_there "$kept/new/$path" || { make_way "$path" && mv "$kept/before/$path" "$kept/new/$path"; } || return
  done < "$kept/along"
}
go_apart() {
  is_there "$kept/along" || return 0
  while IFS= read -r path; do
    for from in new undone; do
      is_there "$kept/before/$path" || ! is_there "$kept/$from/$path" || mv "$kept/$from/$path" "$kept/before/$path" || return
    done
  done < "$kept/along"
}

# To the new data.
forward() {
  while phase; do
    case $phase in
      ready) stat -c '%u %g %a' "$root" | put "$kept/owner.before" && mkdir -p "$kept/before" && enter out ;;
      out) move_all "$root" "$kept/before" && enter along ;;
      along) go_along && enter in ;;
      in) mkdir -p "$kept/new" && move_all "$kept/new" "$root" && belongs "$kept/owner.new" && rmdir "$kept/new" && echo 0 | put "$kept/hours" && enter done ;;
      done) return 0 ;;
      *) return 1 ;;
    esac || return
  done
}

# To the former ones.
back() {
  while phase; do
    case $phase in
      none | undone) return 0 ;;
      fetching | ready) enter_drop ;;
      out) enter return ;;
      along) enter apart ;;
      in | done) mkdir -p "$kept/undone" && enter empty ;;
      empty) move_all "$root" "$kept/undone" && enter apart ;;
      apart) go_apart && enter return ;;
      return)
        mkdir -p "$kept/before" && move_all "$kept/before" "$root" && belongs "$kept/owner.before" && rm -rf "$kept/before" "$kept/new" && echo 0 | put "$kept/hours" || return
        if is_there "$kept/undone" || is_there "$kept/aside"; then enter undone; else enter_drop; fi ;;
      drop) drop ;;
      *) return 1 ;;
    esac || return
  done
}

# What was kept goes for good.
drop() {
  phase
  case $phase in
    # Nothing is in it that somebody had.
    none) ! is_there "$kept" || { rm -f "$kept"/*.new "$kept/drop" "$kept/set" && rmdir "$kept"; }; return ;;
    fetching | ready | done | undone) enter_drop || return ;;
    drop) ;;
    *) return 1 ;;
  esac
  rm -rf "$kept/new" "$kept/before" "$kept/undone" "$kept/aside" && rm -f "$kept/hours" "$kept/set" "$kept/drop" "$kept/except" "$kept/along" "$kept/owner."* && rm -f "$kept/journal" && rm -rf "$kept"
}

# One hour more, and what is old enough goes. Hours are counted, so that no wrong clock takes away what is kept.
grow_older() {
  phase
  case $phase in
    done | undone)
      first_line "$kept/hours"
      hours=$((\${line:-0} + 1))
      if [ $hours -ge ${keptHours} ]; then drop && echo "$root: what was kept from before a restore is removed"; else echo $hours | put "$kept/hours"; fi ;;
    drop) drop ;;
  esac
}`;
