import { revisionRouter } from "../services/taken";
import { revisionOf } from "../shared/revision";
import { renderFile } from "./file";

/** Name of the file by which paths get back what a farm has kept from being changed; no service can have it. */
export const asSentFile = "sent_.yml";

const encoded = ["BackSlash", "Hash", "NullCharacter", "Percent", "QuestionMark", "Semicolon", "Slash"];

/** Options of an entry point that passes paths on as they are. What a path may not say, each route says by itself. */
export const asSent: readonly string[] = [
  "sanitizePath=false",
  ...encoded.map((character) => `encodedCharacters.allowEncoded${character}=true`),
  "middlewares=sent_@file,sent_header@file",
];

/**
 * Renders what turns an encoded zero back into the percent sign that a farm has put it in place of. Traefik would write
 * encoded characters in capitals, and decode some. Without a farm, nobody sends a zero.
 */
export function renderAsSent(): string {
  const middlewares = {
    sent_: { replacePathRegex: { regex: "%00([0-9A-Fa-f]{2})", replacement: "%$1" } },
    sent_header: { headers: { customRequestHeaders: { "X-Replaced-Path": "" } } },
  };
  const routers = revisionRouter("sent_", revisionOf(JSON.stringify(middlewares)));
  return renderFile({ http: { middlewares, routers } });
}
