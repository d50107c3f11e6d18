import type { Notes, Spot } from "../notes";

/** What a proxy answers for, and where it leads. */
export interface VirtualHost {
  readonly at: Spot;
  readonly domains: readonly string[];
  readonly ways: readonly Way[];
}

/** Where requests at and below a path go. */
export interface Way {
  readonly at: Spot;
  readonly path: string;
  readonly host: string;
  readonly port: string;
  readonly scheme: "http" | "https" | "h2c";
  /** Whether the path is taken away on the way. */
  readonly strips: boolean;
  readonly allow?: readonly string[];
}

/** What stands in a proxy's file: a word with what follows it, and perhaps more of these inside. */
export interface Directive {
  readonly name: string;
  readonly words: readonly string[];
  readonly inside?: readonly Directive[];
  readonly at: Spot;
}

/** What a proxy's files are read with. */
export interface VhostContext {
  readonly notes: Notes;
}

const usualPorts: Readonly<Record<string, string>> = {
  http: "80",
  https: "443",
  ws: "80",
  wss: "443",
  h2c: "80",
  grpc: "80",
  grpcs: "443",
};

/** Takes apart what a way leads to. @returns undefined where it is no address of this kind. */
export function addressOf(
  text: string,
): (Pick<Way, "host" | "port" | "scheme"> & { readonly path: string }) | undefined {
  const found = /^(https?|wss?|h2c|grpcs?):\/\/(\[[^\]]+\]|[^:/\s]+)(?::(\d+))?(\/\S*)?$/i.exec(text);
  if (!found) return undefined;
  const [, scheme = "", host = "", port, path = ""] = found;
  const kind = scheme.toLowerCase();
  const spoken =
    kind === "https" || kind === "wss" || kind === "grpcs"
      ? "https"
      : kind === "h2c" || kind === "grpc"
        ? "h2c"
        : "http";
  return { host, port: port ?? usualPorts[kind] ?? "80", scheme: spoken, path };
}

/** Without a slash at its end; of everything it is empty. */
export const prefixOf = (path: string): string => path.replace(/\/+$/, "");

/** Names that are none: a proxy's own default. */
export const isDomain = (name: string): boolean =>
  /^(\*\.)?[\w-]+(\.[\w-]+)+$/.test(name) && !/^[\d.]+$/.test(name);
