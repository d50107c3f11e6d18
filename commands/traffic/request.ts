import { parseJson } from "../shared/json";

/** A request as a farm has logged it. */
export interface Request {
  readonly time: string;
  readonly visitor: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  readonly milliseconds: number;
  /** The farm's section that answered, or sent it on. */
  readonly backend: string;
}

/**
 * Reads a line of a farm's access log.
 * @returns undefined where it is something else that the farm says
 */
export function requestIn(line: string): Request | undefined {
  if (!line.startsWith("{")) return undefined;
  const said = parseJson(line) as Partial<Record<keyof Request, unknown>> | undefined;
  if (said?.time === undefined || said.visitor === undefined) return undefined;
  const { time, visitor, host, path, status, bytes, milliseconds, backend } = said;
  return {
    time: String(time),
    visitor: String(visitor),
    host: plain(host),
    path: plain(path),
    status: Number(status),
    bytes: Math.max(Number(bytes) || 0, 0),
    milliseconds: Math.max(Number(milliseconds) || 0, 0),
    backend: plain(backend),
  };
}

/** Visitors write what they like; a terminal obeys some of it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for.
const plain = (text: unknown): string => String(text ?? "").replace(/[\u0000-\u001f\u007f-\u009f]/g, "?");
