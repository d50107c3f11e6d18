import { beforeAll, describe, expect, test } from "vitest";
import { renderPage, tooManyPage } from "../../components/front/farm/pages";
import { type RateLimit, rateLimitRules, rateLimitSection } from "../../components/front/farm/rateLimit";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import { globalSection, section, withRevision } from "../../components/front/haproxy/text";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { pause } from "../support/wait";
import { container, docker, inside } from "./alone";

beforeAll(() => buildTestImages(() => {}));

/** A HAProxy with this limit that answers all it lets through. A header says which client is asking. */
function limited(limit: RateLimit): string {
  const { text, revision } = withRevision([
    globalSection({ maxConnections: 100, buffers: 1000, threads: 2 }),
    section(
      "defaults",
      "mode http",
      "log global",
      "option httplog",
      "option dontlog-normal",
      "timeout connect 1s",
      "timeout client 5s",
      "timeout server 5s",
    ),
    ...rateLimitSection(limit),
    section(
      "frontend web",
      "bind :80",
      "acl challenge path_beg /.well-known/acme-challenge/",
      "http-request set-src req.hdr(x-client)",
      rateLimitRules(limit, "challenge"),
      "http-request return status 200 content-type text/plain string answered",
    ),
  ]);
  const id = container(testImages.haproxy, renderStart(false));
  expect(docker(["exec", "-i", id, "sh"], renderApply({ text, revision }))).toEqual({ status: 0, said: "" });
  return id;
}

/** What a client is told, each time it asks. */
function ask(id: string, client: string, times: number, path = "/"): string[] {
  // wget shows no headers of a refusal.
  const question = `GET ${path} HTTP/1.1\\r\\nHost: x\\r\\nX-Client: ${client}\\r\\nConnection: close\\r\\n\\r\\n`;
  const one = `printf '${question}' | nc 127.0.0.1 80; echo; echo =====`;
  const { said } = inside(id, `for at in $(seq ${times}); do ${one}; done`);
  return said.split("=====\n").slice(0, times);
}

const statuses = (answers: string[]) => answers.map((said) => Number(/HTTP\/1.1 (\d+)/.exec(said)?.[1]));
const times = (count: number, status: number) => Array.from({ length: count }, () => status);

describe("a rate limit of 5 requests", () => {
  test("answers 5, and the rest with 429 and when to come back, whatever else an address is", () => {
    const id = limited({ requests: 5, seconds: 60 });
    const answers = ask(id, "127.0.0.2", 8);
    expect(statuses(answers)).toEqual([...times(5, 200), ...times(3, 429)]);
    expect(answers[7]).toMatch(/^retry-after: 60\r$/im);
    expect(answers[7]).toContain(renderPage(tooManyPage));
    expect(statuses(ask(id, "127.0.0.3", 1)), "another client is not touched").toEqual([200]);
    expect(statuses(ask(id, "127.0.0.2", 1))).toEqual([429]);
  });

  test("counts a /64 of IPv6 as one client: it has more addresses than the table", () => {
    const id = limited({ requests: 5, seconds: 60 });
    expect(statuses(ask(id, "2001:db8:0:1::1", 4))).toEqual(times(4, 200));
    expect(statuses(ask(id, "2001:db8:0:1:ffff::2", 2))).toEqual([200, 429]);
    expect(statuses(ask(id, "2001:db8:0:2::1", 1))).toEqual([200]);
  });

  test("lets the proof of a name through, and does not count it: certificates would run out", () => {
    const id = limited({ requests: 5, seconds: 60 });
    const challenge = "/.well-known/acme-challenge/token";
    expect(statuses(ask(id, "127.0.0.2", 9, challenge))).toEqual(times(9, 200));
    expect(statuses(ask(id, "127.0.0.2", 6))).toEqual([...times(5, 200), 429]);
    expect(statuses(ask(id, "127.0.0.2", 1, challenge))).toEqual([200]);
  });

  test("is over when the time is", async () => {
    const id = limited({ requests: 5, seconds: 8 });
    expect(statuses(ask(id, "127.0.0.2", 6)).at(-1)).toBe(429);
    await pause(10);
    expect(statuses(ask(id, "127.0.0.2", 1))).toEqual([200]);
  });

  test("lets a client that never pauses go on at the limit, instead of shutting it out", () => {
    const id = limited({ requests: 5, seconds: 1 });
    const told = inside(
      id,
      `end=$(($(date +%s) + 6)); while [ $(date +%s) -lt $end ]; do wget -q -O - --header 'X-Client: 127.0.0.2' http://127.0.0.1/ 2>/dev/null; echo; done`,
    );
    const answered = told.said.split("\n").filter((line) => line === "answered").length;
    expect(answered).toBeGreaterThanOrEqual(15);
    expect(answered).toBeLessThanOrEqual(40);
  });

  test("tells the log once who asks for too much: a flood of requests is none of lines", () => {
    const id = limited({ requests: 5, seconds: 60 });
    ask(id, "127.0.0.2", 15);
    ask(id, "127.0.0.3", 7);
    const lines = docker(["logs", id])
      .said.split("\n")
      .filter((line) => line.includes(" 429 "));
    expect(lines.map((line) => line.split(":")[0])).toEqual(["127.0.0.2", "127.0.0.3"]);
  });
});

test("a limit that is off answers everything", () => {
  expect(statuses(ask(limited("off"), "127.0.0.2", 30))).toEqual(times(30, 200));
});
