/**
 * How a container is asked, put together from plain texts: a path or "tcp", a name, and a status. What is not given is
 * not there, as components refuse names that they do not know.
 */
export function probeOf(path?: string, host?: string, status?: number): object | undefined {
  const more = { ...(host === undefined ? {} : { host }), ...(status === undefined ? {} : { status }) };
  if (path === "tcp") return { kind: "tcp", ...more };
  if (path === undefined && Object.keys(more).length === 0) return undefined;
  return { kind: "http", path: path ?? "/", ...more };
}
