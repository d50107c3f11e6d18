/**
 * How a container is asked, put together from plain texts: a path, "tcp" or "grpc", a name, and a status. What is not given is
 * not there, as components refuse names that they do not know.
 */
export function probeOf(path?: string, host?: string, status?: number): object | undefined {
  const more = { ...(host === undefined ? {} : { host }), ...(status === undefined ? {} : { status }) };
  if (path === "tcp" || path === "grpc") return { kind: path, ...more };
  if (path === undefined && Object.keys(more).length === 0) return undefined;
  return { kind: "http", path: path ?? "/", ...more };
}
