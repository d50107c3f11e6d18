import type { Road } from "../road";
import { type Got, visit, type Wanted } from "./visitor";

/** A visitor who keeps cookies and goes where an answer leads, as a browser does. */
export interface Browser {
  /** Asks for an address, and goes on until something is shown. */
  readonly open: (url: string, wanted?: Wanted) => Promise<Got & { readonly url: string }>;
  /** Asks for an address, and goes nowhere. */
  readonly ask: (url: string, wanted?: Wanted) => Promise<Got>;
}

interface Cookie {
  readonly domain: string;
  readonly path: string;
  readonly value: string;
}

const most = 20;

export function browser(way: Pick<Road, "port" | "root">): Browser {
  const cookies = new Map<string, Cookie>();
  const ask = async (url: string, wanted: Wanted = {}): Promise<Got> => {
    const { hostname, host, pathname, search } = new URL(url);
    const sent = [...cookies].filter(
      ([, { domain, path }]) => `.${hostname}`.endsWith(domain) && pathname.startsWith(path),
    );
    const cookie = sent.map(([key, { value }]) => `${key.split(";")[0]}=${value}`).join("; ");
    const headers = { host, ...(cookie ? { cookie } : {}), ...wanted.headers };
    const got = await visit(way, hostname, pathname + search, { ...wanted, headers });
    for (const line of [got.headers["set-cookie"] ?? []].flat()) keep(line, hostname, cookies);
    return got;
  };
  const open = async (url: string, wanted?: Wanted) => {
    let [at, how] = [url, wanted];
    for (let step = 0; step < most; step += 1) {
      const got = await ask(at, how);
      const { location } = got.headers;
      if (got.status < 300 || got.status >= 400 || location === undefined) return { ...got, url: at };
      [at, how] = [new URL(location, at).href, undefined];
    }
    throw new Error(`${url} leads round: ${at}`);
  };
  return { open, ask };
}

function keep(line: string, hostname: string, cookies: Map<string, Cookie>): void {
  const [pair = "", ...attributes] = line.split(/; */);
  const said = new Map(
    attributes.map((one) => one.split("=")).map(([key = "", value = ""]) => [key.toLowerCase(), value]),
  );
  const name = pair.slice(0, pair.indexOf("="));
  const domain = `.${(said.get("domain") || hostname).replace(/^\./, "")}`;
  const path = said.get("path") || "/";
  const key = `${name};${domain};${path}`;
  const value = pair.slice(name.length + 1);
  if (value === "" || Date.parse(said.get("expires") ?? "9999-01-01") < Date.now()) cookies.delete(key);
  else cookies.set(key, { domain, path, value });
}
