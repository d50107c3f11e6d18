import { ordersPort } from "../../components/front/haproxy/live";
import { maintenancePath } from "../../components/front/haproxy/paths";
import { quote } from "../../components/shared/shell";

/** How long HAProxy may take to follow an order, or to reload, in seconds. */
const seconds = 10;

/** What ends the script where the farm has no list yet. */
export const unknownYet = 3;

/** What the page says of itself. */
export const usualMessage = "We are working on this service. Please come again in a while.";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const letters = Object.fromEntries(Object.entries(entities).map(([letter, entity]) => [entity, letter]));

/** A text as the farm keeps it: one word, of which nothing is HTML. */
export const kept = (text: string): string =>
  encodeURIComponent(text.replace(/[&<>"']/g, (one) => entities[one] ?? one)).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The same as it was written. */
export const shownText = (word: string): string =>
  decodeURIComponent(word).replace(/&(amp|lt|gt|quot|#39);/g, (entity) => letters[entity] ?? entity);

/** A script for the farm's container that tells the list: a service and its text on each line. */
export const listScript = `[ -f ${maintenancePath} ] || exit ${unknownYet}; cat ${maintenancePath}`;

/**
 * A script for the farm's container that puts services on its list, or takes them off. The file comes first, so that a
 * restart or a reload at any moment knows it; then the running HAProxy is told, and asked whether it has it. One that
 * takes no orders reloads.
 * @param text what the page says; undefined to end it
 */
export const changeScript = (services: readonly string[], text: string | undefined): string => `set -eu
file=${maintenancePath}
[ -f $file ] || exit ${unknownYet}
order() { timeout ${seconds} nc 127.0.0.1 ${ordersPort}; }
others() { awk -v gone=${quote(services.join(" "))} 'BEGIN { split(gone, names, " "); for (at in names) is[names[at]] } !($1 in is)' $file; }
others > $file.new
${text === undefined ? "" : `for name in ${services.map(quote).join(" ")}; do printf '%s %s\\n' "$name" ${quote(kept(text))}; done >> $file.new\n`}sync $file.new
mv $file.new $file
sync ${maintenancePath.slice(0, maintenancePath.lastIndexOf("/"))}
for name in ${services.map(quote).join(" ")}; do
  ${text === undefined ? 'echo "del map $file $name" | order > /dev/null || :' : onOrder(kept(text))}
done
has() { echo "show map $file" | order 2>/dev/null | sed -n 's/^0x[0-9a-f]* //p' | sort; }
[ "$(sort $file)" = "$(has)" ] || kill -USR2 1
began=$(date +%s)
until [ "$(sort $file)" = "$(has)" ]; do
  [ $(($(date +%s) - began)) -lt ${seconds} ] || { echo "HAProxy has not taken it within ${seconds} s" >&2; exit 1; }
  sleep 0.2
done
`;

/** What is on the list already is not taken off for a moment. */
const onOrder = (word: string): string =>
  `said=$(echo "set map $file $name ${word}" | order) && [ -z "$said" ] || echo "add map $file $name ${word}" | order > /dev/null || :`;

/** Services under maintenance, and what their pages say. */
export const parseList = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split("\n")
      .map((line) => line.split(" "))
      .flatMap(([service, word]) =>
        service && word !== undefined ? [[service, shownText(word)] as const] : [],
      ),
  );
