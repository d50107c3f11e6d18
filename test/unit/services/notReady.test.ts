import { describe, expect, test } from "vitest";
import { type Asked, notReadyFunction } from "../../../components/services/notReady";
import { Bench } from "../bench";

const asked: Asked = {
  service: "blog",
  domains: ["*.example.org"],
  stripPrefix: false,
  farm: "172.30.71.254",
  probe: { kind: "http", path: "/health" },
  port: 8080,
  readySeconds: 60,
  inRouter: "docker exec -i router sh",
};

/** Sockets as Linux lists them: a listening one for each address and port, and one connection. */
const listing = (...sockets: readonly string[]): string =>
  [
    "  sl  local_address rem_address   st",
    "   0: 0100007F:9C40 0100007F:1F90 01",
    "   1: 0B00007F:A1B2 00000000:0000 0A",
  ]
    .concat(sockets.map((at, i) => `   ${i + 2}: ${at} 00000000:0000 0A 00000000`))
    .join("\n");
const [everywhere, loopback] = ["00000000", "0100007F"];
const [everywhere6, loopback6] = ["0".repeat(32), `${"0".repeat(24)}01000000`];

interface Found {
  readonly answer?: string;
  /** Status, out of memory, exit status, restarts, bytes of memory. */
  readonly state?: string;
  /** Undefined where the container has no `cat`. */
  readonly tcp?: string;
  readonly tcp6?: string;
  /** Ports that are open where the router knocks. */
  readonly open?: string;
}

const found = (
  {
    answer = "nc: can't connect to remote host (1.2.3.4): Connection refused",
    state = "running false 0 0 0",
    tcp,
    tcp6 = "",
    open = "",
  }: Found,
  change: Partial<Asked> = {},
) => {
  const bench = new Bench([])
    .write("tcp", tcp ?? "")
    .write("tcp6", tcp6)
    .fake(
      "docker",
      `case "$*" in *net/tcp6*) cat "$BENCH/tcp6" ;; *net/tcp*) ${tcp === undefined ? "exit 126" : 'cat "$BENCH/tcp"'} ;; *ExposedPorts*) echo "9999/tcp 53/udp " ;;
      *knock* | "exec -i router"*) for port in ${open}; do case " $* " in *" $port "*) echo "all $port" ;; esac; done ;;
      inspect*) ${state ? `echo "${state}"` : "exit 1"} ;; esac`,
    );
  const { stderr } = bench.sh(`${notReadyFunction({ ...asked, ...change })}\nnot_ready blog-0 "${answer}"`);
  return stderr;
};

test("what, where, what was found, what is expected, and the way out", () => {
  expect(found({ tcp: listing(`${everywhere}:0BB8`) })).toBe(`blog-0 is not ready after 60 s.
  asked: GET /health at port 8080, as probe.example.org by https
  found: no connection: refused; it runs, and listens at port 3000, not at 8080
  expected: a status from 200 to 399
  way out: have it listen at port 8080, or say where it listens; example: port: 3000
`);
});

test("an open port is all that is expected where it is all that was asked for", () => {
  const said = found({ answer: "nc: connection refused", tcp: listing() }, { probe: { kind: "tcp" } });
  expect(said).toContain("  asked: a connection to port 8080\n");
  expect(said).toContain("  expected: an open port\n");
});

describe("where it listens", () => {
  test.each<[string, Found, string]>([
    [
      "on IPv6 too, each port once",
      { tcp: listing(`${everywhere}:0BB8`), tcp6: listing(`${everywhere6}:0BB8`, `${everywhere6}:0050`) },
      "it runs, and listens at port 80, 3000, not at 8080\n",
    ],
    [
      "at the loopback alone",
      { tcp: listing(`${loopback}:1F90`) },
      "it runs, and listens at port 8080 of 127.0.0.1 alone\n  expected: a status from 200 to 399\n  way out: have it listen at 0.0.0.0: who asks is another container\n",
    ],
    [
      "at that of IPv6 alone",
      { tcp: listing(), tcp6: listing(`${loopback6}:1F90`) },
      "listens at port 8080 of 127.0.0.1 alone\n",
    ],
    [
      "at the loopback, and at another port",
      { tcp: listing(`${loopback}:0BB8`) },
      "it runs, and listens at 127.0.0.1 alone, port 3000\n  expected: a status from 200 to 399\n  way out: have it listen at 0.0.0.0, port 8080: who asks is another container\n",
    ],
    [
      "at no port",
      { tcp: listing() },
      "it runs, and listens at no port\n  expected: a status from 200 to 399\n  way out: if it takes its time to start, give it more; example: readySeconds: 120\n",
    ],
    [
      "where it was asked, without an answer",
      { answer: "gibberish", tcp: listing(`${everywhere}:1F90`) },
      'found: no answer: gibberish; it runs, and listens at port 8080\n  expected: a status from 200 to 399\n  way out: have it speak HTTP there, or say what else it speaks; example: protocol: "https"\n',
    ],
    [
      "as the router finds out, where the container has no program that tells",
      { open: "5000" },
      "it runs, and listens at port 5000, not at 8080\n",
    ],
    ["at a port of its image", { open: "9999" }, "it runs, and listens at port 9999, not at 8080\n"],
    ["where nobody finds out", {}, "found: no connection: refused; it runs\n"],
  ])("%s", (_, what, told) => expect(found(what)).toContain(told));
});

describe("what it answered", () => {
  test.each<[string, string, string]>([
    [
      "HTTP/1.1 401 Unauthorized",
      "found: HTTP/1.1 401 Unauthorized; it runs\n",
      "name a path that needs no password",
    ],
    [
      "HTTP/1.1 403 Forbidden",
      "found: HTTP/1.1 403 Forbidden; it runs\n",
      "name a path that everyone may see",
    ],
    ["HTTP/1.1 404 Not Found", "found: HTTP/1.1 404 Not Found; it runs\n", "name a path that there is"],
    ["HTTP/1.1 421 Misdirected Request", "HTTP/1.1 421", "have it answer to the name probe.example.org"],
    ["HTTP/1.1 503 Service Unavailable", "HTTP/1.1 503", "the application itself says that it cannot serve"],
    [
      "HTTP/1.1 307 Temporary Redirect\nto https://login.example.org/",
      "found: HTTP/1.1 307 Temporary Redirect to https://login.example.org/; it runs\n",
      "way out",
    ],
    ["nc: bad address 'blog-0'", "found: its name is not found in the network; it runs\n", "way out"],
    ["timed out", "found: no answer within 3 s; it runs\n", "give it more; example: readySeconds: 120"],
  ])("%j", (answer, told, way) => {
    const said = found({ answer });
    expect(said).toContain(told);
    expect(said).toContain(way);
  });
});

test("where one status alone is good, that one is expected, and any other may be the one that was meant", () => {
  const probe = { kind: "http", path: "/", host: "one.example.org", status: 401 } as const;
  const said = found({ answer: "HTTP/1.1 200 OK" }, { probe });
  expect(said).toContain("asked: GET / at port 8080, as one.example.org by https\n");
  expect(said).toContain("expected: the status 401\n");
  expect(said).toContain("have it answer with the status 401, or leave it out");
});

describe("how it fares", () => {
  test.each([
    ["exited false 3 0 0", "it ended with exit status 3\n", "what it logged may say why"],
    ["restarting false 1 1 0", "it ended with exit status 1, and was started again once\n", "what it logged"],
    [
      "restarting true 137 4 268435456",
      "it ran out of memory, of which it has 256 MiB, and was killed, and was started again 4 times\n",
      'limits: { memory: "512MiB" }',
    ],
    ["running false 0 7 0", "it ends again and again, and was started again 7 times\n", "what it logged"],
    ["created false 0 0 0", "it was not started\n", "what it logged"],
    ["", "it is gone\n", "what it logged"],
  ])("%s", (state, told, way) => {
    const said = found({ state });
    expect(said).toContain(`; ${told}`);
    expect(said).toContain(
      `way out: ${way.startsWith("limits") ? "give it more memory; example: " : ""}${way}`,
    );
  });
});
