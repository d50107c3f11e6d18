import { quote } from "../../shared/shell";
import { type Owner, ownMarkFunctions } from "./marks";
import { putFunction, renderStep } from "./shell";

/** Undoings that are left to the last stack that goes. */
export const leftFolder = "/etc/homeport/left";

/** What is undone, and for whom. */
export interface Undoing {
  /** The wish by which it is there. */
  readonly wish: string;
  /** What it is, as a person calls it. */
  readonly what: string;
  /** Undoes it; safe to run where nothing is there. */
  readonly script: string;
}

/**
 * Renders the script that undoes a step, unless somebody needs it. A stack that no longer wishes it undoes it where
 * nobody else does. A stack that goes leaves it to those who use the machine too: the last one of them undoes it.
 */
export const renderUndo = (host: string, owner: Owner, { wish, what, script }: Undoing): string =>
  renderStep(
    host,
    [putFunction, ownMarkFunctions(host, owner)],
    `undo() {
  cat <<'HOMEPORT_UNDO'
${script.trimEnd()}
HOMEPORT_UNDO
}
# Its own mark tells no more of the wish where the option alone was taken away.
is_dropped() { [ -f "$own" ] && is_own "$own" && ! is_wish_of "$own"; }
is_wish_of() { grep -qF ${quote(`wish ${wish} `)} "$1"; }
needing() {
  others | while IFS= read -r mark; do
    if ! is_dropped || is_wish_of "$mark" || ! grep -q '^id ' "$mark"; then printf '%s\\n' "$mark"; fi
  done
}
by=$(needing | head -n 1)
if [ -n "$by" ]; then
  undo | put ${leftPath(wish)}
  echo "host ${host}: left as it is: ${what}; $(whose "$by") uses this machine too. The last stack that goes undoes it."
else
  rm -f ${leftPath(wish)}
  sh -c "$(undo)"
fi`,
  );

/** Renders what comes before a step that is wished again: nobody undoes it any more. */
export const renderWished = (wish: string): string => `rm -f ${leftPath(wish)}\n`;

const leftPath = (wish: string): string => quote(`${leftFolder}/${wish}`);
