import {
  agreedFunction,
  marksFolder,
  type Owner,
  type OwnMark,
  ownMarkFunctions,
  renderMarkText,
} from "./marks";
import { renderStep } from "./shell";
import { leftFolder } from "./undo";

/** Renders the script that leaves a mark on a machine, unless another stack wishes something else of it. */
export const renderMark = (host: string, mark: OwnMark): string =>
  renderStep(host, functions(host, mark), "refuse_differing\nmark");

/** Renders the script that takes the mark away. Who is the last one to go undoes what was left to it. */
export const renderNoMark = (host: string, owner: Owner): string =>
  renderStep(
    host,
    [ownMarkFunctions(host, owner)],
    `if [ -z "$(others)" ]; then
  for left in ${leftFolder}/*; do
    [ -e "$left" ] || continue
    # One of these was cut off while it was written.
    case $left in *.new) ;; *) sh "$left" ;; esac
    rm -f "$left"
  done
fi
for mark in ${marksFolder}/*; do
  if [ -f "$mark" ] && is_own "$mark"; then rm "$mark"; fi
done`,
  );

/**
 * Renders the script that looks whether the way to a machine, where it has changed, still leads to the same one, and
 * leaves the mark anew. On another one nothing is there of what the state knows.
 */
export const renderKnown = (host: string, mark: OwnMark): string =>
  renderStep(
    host,
    functions(host, mark),
    `is_known() {
  [ ! -e "$own" ] || return 0
  for mark in ${marksFolder}/*; do
    if [ -f "$mark" ] && is_own "$mark"; then return; fi
  done
  false
}
is_known || fail "this is another machine than before: what ${mark.origin.stack} had there is not on it.
  If the former one is gone for good, have the state forget it with all that was on it, and run the update again:
  pulumi stack export --stack ${mark.origin.stack} | grep -o 'urn:[^\\"]*DockerHost::${host}'
  pulumi state delete '<that urn>' --target-dependents --stack ${mark.origin.stack}"
refuse_differing
mark`,
  );

const functions = (host: string, mark: OwnMark): string[] => [
  ownMarkFunctions(host, mark),
  agreedFunction(mark),
  `told() {
  cat <<'HOMEPORT_FILE'
${renderMarkText(host, mark)}
HOMEPORT_FILE
}
differing() {
  told | awk '$1 != "wish" { next }
{ value = substr($0, 7 + length($2)) }
!own { theirs[$2] = value; next }
$2 in theirs && theirs[$2] != value { option = $2; sub(/@.*/, "", option); print "  " option ": here " value ", there " theirs[$2] }' own= "$1" own=1 -
}
refuse_differing() {
  others | while IFS= read -r mark; do
    if is_agreed "$mark"; then continue; fi
    said=$(differing "$mark")
    [ -z "$said" ] || fail "$(whose "$mark") wishes something else of this machine; nothing is changed.
$said
  Give both the same, or leave it out of setup here: this stack then uses what the other one sets up.
  If that stack is gone for good, take its mark away on the machine: rm '$mark'"
  done
}
mark() {
  if ! told | cmp -s - "$own"; then
    # Aside first: whoever looks finds a whole one or none.
    mkdir -p ${marksFolder}
    told > ${marksFolder}.new
    sync ${marksFolder}.new
    mv ${marksFolder}.new "$own"
  fi
  # What it was called before.
  for mark in ${marksFolder}/*; do
    if [ "$mark" != "$own" ] && is_own "$mark"; then rm "$mark"; fi
  done
}`,
];
