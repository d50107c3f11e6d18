import { gzipSync, strToU8 } from "fflate";

/** What ends the text of a packed script. */
export const packedEnd = "HOMEPORT_PACKED";

/**
 * Packs a script for the shell of an image that has `base64` and `gunzip`. Certificates and keys take less than a third of
 * the room then, in a state that is written anew with each step of an update. Node's own compression is another one on another
 * machine, and a preview there would show a change.
 */
export const packed = (script: string): string => {
  const bytes = gzipSync(strToU8(script), { level: 9, mtime: 0 });
  return `script=$(base64 -d <<'${packedEnd}' | gunzip
${Buffer.from(bytes).toString("base64")}
${packedEnd}
) || exit 1
eval "$script"
`;
};
