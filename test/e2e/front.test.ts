import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { curlImage } from "../images/tags";
import { docker } from "../sandbox/alone";
import { type Answer, ask } from "../support/http";
import { trust } from "../support/trust";
import { pause } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { running } from "./life/opened";
import { Workspace } from "./workspace";

/** What people ask of the front, through the real engine. */
e2e("what people ask of the front", () => {
  let workspace: Workspace;
  let home: Home;
  let https: string;
  beforeAll(async () => {
    workspace = await Workspace.open("front");
    home = await workspace.stack("prod");
    await home.up();
    const { addresses, authority } = await home.outputs();
    https = (addresses as { https: string }).https;
    trust(https, authority as string);
  });
  afterAll(() => workspace?.close());

  const get = (name: string, path = "/"): Promise<Answer> => ask(https, `${name}.example.org`, path);
  const ids = async () =>
    (await Promise.all(["site", "desk", "auth"].map((name) => running(home, name))))
      .flat()
      .map(({ Id }) => Id);

  test("comes to a home that is there without another container, and nothing has changed or drifted then", async () => {
    const before = await ids();
    home.configure({ "front:asked": "true" });
    const { changes } = await home.up();
    expect(changes).not.toHaveProperty("replace");
    expect(changes).not.toHaveProperty("create-replacement");
    expect(await ids()).toEqual(before);
    await home.unchanged();
    await home.undrifted();

    const sent = await get("www", "/a?b=c");
    expect([sent.status, sent.headers.location]).toEqual([
      308,
      `${new URL("/a?b=c", https.replace("127.0.0.1", "site.example.org"))}`,
    ]);
    const { status, headers } = await get("site");
    expect([status, headers["content-security-policy"]]).toEqual([200, "default-src 'self'"]);
    expect((await get("desk")).status).toBe(200);
  });

  test("a page for maintenance is there at once, is told, and stays through an update, until it is ended", async () => {
    const { code, out } = await home.homeport(
      "maintenance",
      "site",
      "on",
      "--stack",
      "prod",
      "--message",
      "Back at eight.",
    );
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("site in prod is under maintenance: Back at eight."),
    ]);
    const shown = await get("site");
    expect([shown.status, shown.headers["retry-after"]]).toEqual([503, "60"]);
    expect(shown.text).toContain("Back at eight.");
    expect((await get("desk")).status).toBe(200);
    expect((await home.homeport("status", "--stack", "prod")).out).toMatch(/site.*under maintenance/);
    await home.unchanged();

    home.configure({ "front:asked": undefined });
    await home.up();
    expect((await get("site")).status).toBe(503);
    home.configure({ "front:asked": "true" });
    await home.up();
    expect((await get("site")).status).toBe(503);
    expect((await home.homeport("maintenance", "site", "off", "--stack", "prod")).code).toBe(0);
    expect((await get("site")).status).toBe(200);
  });

  /** Asks again and again while a home is updated, slowly enough for one address. */
  async function whileUpdated<A>(question: () => Promise<A>): Promise<A[]> {
    const answers: A[] = [];
    let over = false;
    const asking = (async () => {
      for (; !over; await pause(0.03)) answers.push(await question());
    })();
    await home.up().finally(() => {
      over = true;
    });
    await asking;
    expect(answers.length).toBeGreaterThan(20);
    return answers;
  }

  test("a sign-in that is exchanged is followed: who asks it gets in all the while, and by the new one then", async () => {
    home.configure({ "front:version": "second" });
    const answers = await whileUpdated(async () => (await get("desk")).status);
    expect(answers.filter((status) => status !== 200)).toEqual([]);
    expect((await get("desk")).status).toBe(200);
    await home.unchanged();
  });

  test.each([
    ["true", [308, 200]],
    [undefined, [200, 308]],
  ])(
    "a name and the one that leads to it change places (%s), and both are answered all the while",
    async (turned, after) => {
      const both = () => Promise.all(["site", "www"].map(async (name) => (await get(name)).status));
      home.configure({ "front:turned": turned });
      const answers = (await whileUpdated(both)).flat();
      expect(answers.filter((status) => ![200, 308].includes(status))).toEqual([]);
      expect(await both()).toEqual(after);
    },
  );

  test("HTTP/3 exchanges the farm's container and no other, and is answered at the port of HTTPS by UDP", async () => {
    await buildTestImages(() => {}, [curlImage]);
    const before = await ids();
    home.configure({ "homeport:http3": true });
    await home.up();
    expect(await ids()).toEqual(before);
    const { port } = new URL(https);
    const name = `site.example.org:${port}`;
    const asked = `curl -sS --http3-only --cacert /root.pem --resolve ${name}:127.0.0.1 -o /dev/null -w '%{http_version} %{http_code}' https://${name}/`;
    const run = ["run", "--rm", "-i", "--network", "host", curlImage, "sh", "-c"];
    const { said } = docker(
      [...run, `cat > /root.pem; ${asked}`],
      (await home.outputs()).authority as string,
    );
    expect(said).toBe("3 200");
    expect((await get("site")).headers["alt-svc"]).toBe(`h3=":${port}"; ma=3600`);
    await home.unchanged();
    await home.undrifted();
  });
});
