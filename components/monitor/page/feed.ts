import { anchorOf, feedFile } from "./incidents";
import type { StatusWords } from "./statusPage";
import { text } from "./template";

/** Where nothing has happened yet, a feed has to have a moment all the same. */
const never = "1970-01-01T00:00:00Z";

/**
 * Renders the incidents as a feed.
 * @see https://www.rfc-editor.org/rfc/rfc4287
 */
export function renderFeed({ title, incidents }: StatusWords, domain: string): string {
  const page = `https://${domain}/`;
  const changes = incidents.map(({ begun, over = begun }) => over).sort();
  const entries = incidents.map((incident) => {
    const { title: what, begun, over, text: words } = incident;
    const link = `${page}#${anchorOf(incident)}`;
    return `<entry>
<id>${link}</id>
<title>${text(what)}${over === undefined ? "" : " (over)"}</title>
<link href="${link}"/>
<published>${begun}</published>
<updated>${over ?? begun}</updated>
<content type="text">${text(words.trim())}</content>
</entry>
`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${page}</id>
<title>${text(title)}</title>
<link href="${page}"/>
<link rel="self" href="${page}${feedFile}"/>
<author><name>${text(title)}</name></author>
<updated>${changes.at(-1) ?? never}</updated>
${entries.join("")}</feed>
`;
}
