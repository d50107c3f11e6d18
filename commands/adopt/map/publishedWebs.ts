import { npx } from "../../../components/shared/npx";
import { unmarked } from "../env/marks";
import type { Web } from "../labels/web";
import type { Context, Draft, Port } from "./draft";
import { guessedDomain } from "./guessedDomain";
import { databases, otherwise } from "./knownPorts";

/**
 * What visitors reach of a container that no label and no virtual host speaks of: its first port that may be HTTP. Everything
 * else that it publishes is told.
 */
export function websOfPorts(
  draft: Draft,
  { note }: Pick<Context, "note">,
  given: readonly Web[],
): readonly Web[] {
  const { name } = draft.service;
  const served = given.map(({ port }) => port).filter((port) => port !== undefined);
  const open: Port[] = [];
  for (const port of draft.ports) {
    const { at, container, inside } = port;
    const other = otherwise.get(container);
    const database = databases.get(container);
    if (served.includes(container)) continue;
    if (port.udp && /^(80|443)$/.test(container))
      note("leftOut", at, `${name}: the port ${shown(port)} for UDP: visitors come by HTTP/1.1 and 2`);
    else if (port.udp)
      note(
        inside ? "leftOut" : "lost",
        at,
        `${name}: the port ${shown(port)} for UDP; nothing but HTTP is led on here`,
      );
    else if (other && !inside)
      note(
        "lost",
        at,
        `${name}: the port ${shown(port)} is one of ${other}; nothing but HTTP is led on here`,
      );
    else if (database)
      note(
        "decide",
        at,
        `${name}: the port ${shown(port)} of ${database} is not open any more; other containers of the application reach it, and you by \`${npx("homeport shell")}\``,
      );
    else if (container === "443" && (given.length > 0 || draft.ports.some((one) => one.container === "80")))
      note("leftOut", at, `${name}: the port ${shown(port)}: the farm ends TLS`);
    else if (inside && other)
      note("leftOut", at, `${name}: the port ${shown(port)} was open to this machine alone`);
    else open.push(port);
  }
  const [first, ...more] = open;
  const found = given.length === 0 && first ? [webOf(first, draft, note)] : [];
  for (const port of given.length === 0 ? more : open)
    note(
      "decide",
      port.at,
      `${name}: the port ${shown(port)} is not open any more; a \`web\` more gives it a name of its own`,
    );
  return [...given, ...found];
}

function webOf({ at, container }: Port, draft: Draft, note: Context["note"]): Web {
  const guessed = guessedDomain(draft);
  const from = guessed
    ? `${guessed.domain} is taken from ${guessed.variable}`
    : "if it is not for visitors, take `web` away";
  note(
    "decide",
    at,
    `${draft.service.name}: no label and no virtual host says for which domain port ${unmarked(container)} answers; ${from}`,
  );
  const domains = guessed ? [guessed.domain] : [];
  return {
    at,
    domains,
    port: container,
    ...(/^(443|8443|9443)$/.test(container) ? { protocol: "https" } : {}),
  };
}

const shown = ({ host, container }: Port): string =>
  unmarked(host === undefined || host === container ? container : `${host} (inside ${container})`);
