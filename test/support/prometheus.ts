import { type Container, runIn } from "./containers";

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Asks a monitor's Prometheus in its own container, as whoever has the password. */
export async function askPrometheus(container: Container, query: string): Promise<Sample[]> {
  const told = await runIn(container, [
    "sh",
    "-c",
    `wget -q -O - --header "Authorization: Basic $(printf homeport:%s "$(cat /watch/secrets/password)" | base64 | tr -d '\\n')" "http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(query)}"`,
  ]);
  return JSON.parse(told).data.result;
}
