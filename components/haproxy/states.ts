/** In a section of defaults: each start and each reload begins with what the file of the states says. */
export const loadStates = "load-server-state-from-file global";

/**
 * Renders the states that the checked servers of a configuration begin with: up, by as many checks as it takes to be
 * taken for gone. By itself, HAProxy believes the first check that fails after a start or a reload, whatever `fall` says,
 * and a deploy is when machines are busy. `init-state` does the same, but only since 3.2.20.
 * @returns nothing where no section asks for them; without a server they are there all the same, as HAProxy warns otherwise
 * @see https://docs.haproxy.org/3.0/management.html#9.3-show%20servers%20state
 */
export function serverStates(config: string): string | undefined {
  const lines: string[] = [];
  let section = "";
  for (const line of config.split("\n")) {
    section = /^(?:backend|listen) (\S+)/.exec(line)?.[1] ?? section;
    const [, server, port] = /^\s+server (\S+) \S+:(\d+) (?:.* )?check(?: |$)/.exec(line) ?? [];
    if (server && port) lines.push(stateOf(section, server, port));
  }
  return config.includes(loadStates) ? ["1", ...lines, ""].join("\n") : undefined;
}

/** HAProxy finds servers by their names, and takes the port from here. */
const stateOf = (section: string, server: string, port: string): string =>
  `0 ${section} 0 ${server} - 2 0 1 1 0 1 0 0 6 0 0 0 - ${port} -`;
