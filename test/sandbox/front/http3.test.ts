import { execFile } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { quicMissed } from "../../../components/front/haproxy/quic";
import { buildTestImages } from "../../images/build";
import { curlImage } from "../../images/tags";
import { pause } from "../../support/wait";
import { farms, routes } from "../../unit/cases";
import { docker, inside } from "../alone";
import { type Road, road } from "../road";
import { startApplication } from "./application";
import { visit } from "./visitor";

/** A farm by HTTP/3, as a client that speaks nothing else sees it: Debian's HAProxy and curl. */

const host = "blog.example.org";
const served = {
  domains: [{ router: "router", domains: [host] }],
  http3: true,
  publicPorts: { https: 8443 },
};

let way: Road;
let client: string;
let address: string;
beforeAll(async () => {
  await buildTestImages(() => {});
  await buildTestImages(() => {}, [curlImage]);
  const ends: (() => void)[] = [];
  way = await road([host], served, { atEnd: (end) => ends.unshift(end) });
  startApplication(way, "app");
  const route = { ...routes.exact, service: "blog", domains: [host], servers: ["app:8080"] };
  expect(way.publish({ readySeconds: 30, drainSeconds: 0, route })).toEqual({ status: 0, said: "" });
  client = way.start("client", curlImage, "--", "sleep", "1000");
  inside(client, `head -c 300000 /dev/zero > /body; cat > /root.pem <<'END'\n${way.root.pem}\nEND`);
  const where = `{{(index .NetworkSettings.Networks "${way.network}").IPAddress}}`;
  address = docker(["inspect", "-f", where, way.farm]).said.trim();
  return () => {
    for (const end of ends) end();
  };
});

const line = (path: string, words = "", name = host) =>
  `curl -sS -m 15 --http3-only --cacert /root.pem --resolve ${name}:443:${address} ${words} 'https://${name}${path}'`;
/** What a client says, and whether it got an answer. */
const ask = (path: string, words?: string, name?: string) => inside(client, line(path, words, name));
/** The same while the test goes on. */
const begin = (script: string) =>
  new Promise<string>((resolve) =>
    execFile("docker", ["exec", client, "sh", "-c", script], { timeout: 60_000 }, (_, out, err) =>
      resolve(out + err),
    ),
  );
/** Asks on one new connection after the other; the answers' statuses. */
const askTimes = async (times: number) => {
  const one = line("/words", "-o /dev/null -w '%{http_code}\\n'");
  return (await begin(`for one in $(seq ${times}); do ${one} 2>/dev/null || :; done`)).trim().split("\n");
};

describe("a visitor by HTTP/3", () => {
  test("is answered by the name's certificate, and the application is told who asks, and how", () => {
    const { status, said } = ask(
      "/a?b=c",
      "-w '\\n%{http_version} %{http_code}' -H 'X-Forwarded-For: 192.0.2.1'",
    );
    const [body = "", version] = said.split("\n");
    expect([status, version]).toEqual([0, "3 200"]);
    const { url, headers } = JSON.parse(body);
    expect(url).toBe("/a?b=c");
    const own = docker(["exec", client, "hostname", "-i"]).said.trim();
    expect(headers).toMatchObject({
      "x-forwarded-proto": "https",
      "x-real-ip": own,
      "x-forwarded-for": expect.stringContaining(own),
    });
    expect(headers["x-forwarded-for"]).not.toContain("192.0.2.1");
  });

  test("sends as much as ever, and gets as much", () => {
    expect(JSON.parse(ask("/", "--data-binary @/body").said)).toMatchObject({ received: 300_000 });
    expect(ask("/words?words=100000", "-o /dev/null -w '%{size_download}'").said).toBe("500000");
  });

  test("gets no handshake for a name that the farm does not have", () => {
    expect(ask("/", "", "other.example.org").status).not.toBe(0);
  });

  test("notices nothing of a reload in what is under way; of new connections, HAProxy may lose the one of that moment", async () => {
    const events = begin(line("/events"));
    const asking = askTimes(30);
    const reloads = 2;
    for (let times = 0; times < reloads; times++) {
      await pause(1);
      expect(docker(["kill", "-s", "USR2", way.farm]).status).toBe(0);
    }
    expect(await events).toBe("data: 0\n\ndata: 1\n\ndata: 2\n\n");
    const lost = (await asking).filter((status) => status !== "200");
    expect(lost.length, lost.join()).toBeLessThanOrEqual(reloads);
  });

  test("has no more new connections than by TCP", async () => {
    const perAddress = { ...farms["one-router"].perAddress, newConnections: 5 } as const;
    await way.configure(way.shown, { ...served, perAddress });
    const answers = await askTimes(8);
    expect(answers.filter((status) => status === "200").length).toBeLessThanOrEqual(5);
    await way.configure(way.shown, served);
  });
});

test.each(["http/1.1", "h2"] as const)(
  "a visitor by %s is told of HTTP/3 at the port that visitors use, in every answer",
  async (protocol) => {
    for (const path of ["/", "/words?code=404"])
      expect((await visit(way, host, path, { protocol })).headers["alt-svc"]).toBe('h3=":8443"; ma=3600');
  },
);

test("an image without QUIC is told of, and one that has it is not", () => {
  const script = quicMissed(".if feature(QUIC)");
  expect(inside(way.farm, script)).toEqual({ status: 0, said: "" });
  expect(inside(way.farm, `haproxy() { echo "Feature list : -QUIC +SSL"; }\n${script}`)).toMatchObject({
    status: 0,
    said: expect.stringContaining("has no QUIC"),
  });
  expect(quicMissed("global")).toBe("");
});
