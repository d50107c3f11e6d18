import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { type Issuer, makeCertificate } from "../support/certificates";
import {
  addressOf,
  containers,
  crash,
  docker,
  inspect,
  logsOf,
  memoryOf,
  runIn,
} from "../support/containers";
import { waitFor } from "../support/wait";
import { CertificatesOnHost } from "./certificatesOnHost";
import { EnvironmentError, type Sandbox, startSandbox } from "./sandbox";

const project = path.join(__dirname, "fixtures/kept");
const stack = "kept";
const images = { haproxy: testImages.haproxy, keeper: testImages.keeper };
const host = new CertificatesOnHost();
const domains = ["blog.example.org", "*.shops.example.org"];

const start = (config: Record<string, unknown> = {}) =>
  startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [stack],
    config: {
      "kept:images": images,
      "kept:directory": host.directory,
      "kept:domains": domains,
      ...config,
    },
  });

let blog: Issuer;
beforeAll(async () => {
  await buildTestImages(() => {});
  const root = await makeCertificate({ names: ["root.example.org"] });
  blog = await makeCertificate({ by: root });
  host.issue("blog.example.org", blog);
  host.issue("shops", await makeCertificate({ names: ["*.shops.example.org"], key: "rsa", by: root }));
});
afterAll(() => host.remove());

describe("a keeper and a HAProxy in their containers", () => {
  let sandbox: Sandbox;
  const named = (output: string) => inspect(sandbox.outputs[stack]?.[output]?.value as string);
  const asHaproxy = async (script: string) =>
    (await runIn(await named("farmName"), ["sh", "-c", script])).trim();
  beforeAll(async () => {
    sandbox = await start();
  });
  afterAll(() => sandbox?.stop());

  test("what root alone may read is HAProxy's alone, and HAProxy takes it", async () => {
    expect(host.sh("stat -c '%a %u' live live/blog.example.org/privkey.pem")).toBe("700 0\n600 0\n");
    expect(await asHaproxy("cd /certificates; stat -c '%n %a %u:%g' *")).toBe(
      "_.shops.example.org.pem 600 99:99\nblog.example.org.pem 600 99:99\nlist 644 0:0",
    );
    expect(await asHaproxy("cat /certificates/blog.example.org.pem")).toBe((blog.chain + blog.key).trim());
    const config =
      "frontend f\\n mode http\\n timeout client 1s\\n bind :8443 ssl crt-list /certificates/list\\n";
    expect(
      await asHaproxy(`printf '${config}' > /tmp/h.cfg; haproxy -c -f /tmp/h.cfg && echo taken`),
    ).toMatch(/taken$/);
  });

  test("the keeper has one capability, writes nowhere else, and is found healthy", async () => {
    const { HostConfig, Mounts, Id } = await named("keeperName");
    expect(HostConfig.CapDrop).toEqual(["ALL"]);
    expect(HostConfig.CapAdd).toEqual(["CAP_CHOWN"]);
    expect(HostConfig.ReadonlyRootfs).toBe(true);
    expect(HostConfig.SecurityOpt).toEqual(["no-new-privileges:true"]);
    const mounts = Mounts.map(({ Destination, RW }) => [Destination, RW]);
    expect(Object.fromEntries(mounts)).toEqual({
      "/source": false,
      "/farm": false,
      "/certificates": true,
    });
    await waitFor("health", async () => (await inspect(Id)).State.Health?.Status === "healthy", 180);
  });

  test("the keeper takes less than half of its memory", async () => {
    const { Id, HostConfig } = await named("keeperName");
    expect(await memoryOf(Id)).toBeLessThan((HostConfig.Memory ?? 0) / 2);
  });

  test("the farm can ask how things stand, and no other container can", async () => {
    const keeper = await named("keeperName");
    const url = `http://${addressOf(keeper)}:8081/metrics`;
    expect(await asHaproxy(`wget -q -O - ${url}`)).toContain(
      'homeport_certificate_problem{domain="blog.example.org"} 0',
    );
    const other = await docker.createContainer({
      Image: testImages.haproxy,
      Entrypoint: ["sh", "-c", `wget -O - ${url}`],
      HostConfig: { NetworkMode: Object.keys(keeper.NetworkSettings.Networks)[0] },
    });
    try {
      await other.start();
      await other.wait();
      expect(await logsOf(other.id)).toContain("403");
    } finally {
      await other.remove({ force: true });
    }
  });

  test("a renewed certificate is there within seconds, and its key in no log and no inspection", async () => {
    blog = await makeCertificate({ until: 60 });
    host.issue("blog.example.org", blog);
    const file = "/certificates/blog.example.org.pem";
    await waitFor(
      "the new one",
      async () => (await asHaproxy(`cat ${file}`)) === (blog.chain + blog.key).trim(),
    );
    const { Id } = await named("keeperName");
    const told = (await logsOf(Id)) + JSON.stringify(await inspect(Id));
    expect(told).toContain(blog.certificate.notAfter.toISOString());
    expect(told).not.toContain(blog.key.split("\n")[1]);
  });

  test("a keeper that crashed goes on, and leaves alone what is in place", async () => {
    const states = () => asHaproxy("cd /certificates; stat -c '%n %i %Y' *");
    const before = await states();
    const keeper = await named("keeperName");
    await crash(keeper, testImages.haproxy);
    await waitFor("the keeper to be back", async () => {
      const { State, RestartCount } = await inspect(keeper.Id);
      return State.Running && RestartCount === 1 && (await problems()) === "";
    });
    expect(await states()).toBe(before);
  });

  const problems = async () =>
    runIn(await named("keeperName"), ["wget", "-q", "-O", "-", "http://127.0.0.1:8081/problems"]);
});

describe("a domain without a certificate", () => {
  const config = { "kept:domains": [...domains, "shop.example.org"] };

  test("fails the update by its name, before anything stands behind it", async () => {
    const error = await start(config).then(
      (sandbox) => sandbox.stop(),
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(EnvironmentError);
    expect((error as Error).message).toBe(
      `kept: farm-kept (command:local:Command) failed: exit status 1
these domains have no certificate that could go live:
shop.example.org: no certificate in ${host.directory}/live is for this name (found: blog.example.org, *.shops.example.org); issue one: certbot certonly -d 'shop.example.org'`,
    );
  });

  test("is waited for where an issuer is at work: the others go live", async () => {
    const sandbox = await start({ ...config, "kept:strict": false });
    try {
      expect(sandbox.outputs[stack]?.ready?.value).toMatch(/^behind-/);
      expect(await containers({ "homeport.component": "keeper" })).not.toEqual([]);
    } finally {
      await sandbox.stop();
    }
  });
});
