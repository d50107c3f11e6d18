import { afterEach, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { exported, type FakeContainer, fakeWorld, serviceWithVolume } from "../status/fakes";
import { tellOf } from "../told";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const farm: FakeContainer = { resource: "farm-haproxy", component: "farm", type: "HaproxyFarm" };
const far: FakeContainer = { ...farm, resource: "cellar-haproxy", host: "cellar" };
const logged = (visitor: string) =>
  `2026-11-27T10:00:01.5Z {"time":"2026-11-27T10:00:01Z","visitor":"${visitor}","host":"wiki.example.org","method":"GET","path":"/","status":200,"bytes":10,"milliseconds":3,"backend":"router_router","ended":"--"}\n`;

const asked = (backend: string, path: string) =>
  `2026-11-27T10:00:02.5Z {"time":"2026-11-27T10:00:02Z","visitor":"172.20.0.9","host":"","method":"GET","path":"${path}","status":503,"bytes":10,"milliseconds":3000,"backend":"${backend}","ended":"SC"}\n`;

async function told(
  containers: readonly FakeContainer[],
  words: readonly string[],
  sshFails?: string,
  more = "",
) {
  const states = { prod: exported(containers, serviceWithVolume("wiki", "data")) };
  const logs = {
    "prod-farm-haproxy-1": `2026-11-27T10:00:00Z [NOTICE] started\n${logged("198.51.100.7")}${logged("198.51.100.8")}${more}`,
  };
  const docker = 'case "$*" in *IPAddress*) echo "198.51.100.8 "; exit;; esac';
  const folder = fakeWorld({ containers, states, logs, sshFails, docker });
  folders.push(folder);
  return tellOf(["traffic", ...words], { folder, variables: { PATH: `${folder}:/usr/bin:/bin` } });
}

test("addresses are cut short, and whole where that is asked for", async () => {
  const { code, out, err } = await told([farm], []);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("198.51.100.0/24");
  expect(out).not.toMatch(/198\.51\.100\.[78]/);
  expect((await told([farm], ["--addresses"])).out).toMatch(/198\.51\.100\.7 .*\n.*198\.51\.100\.8 /);
});

test("for programs", async () => {
  const { out } = await told([farm], ["--json"]);
  expect(JSON.parse(out)).toEqual([
    {
      ...{ stack: "prod", farm: "farm", host: "infra", monitor: 0, atLeast: false },
      ...{ from: "2026-11-27T10:00:01Z", to: "2026-11-27T10:00:01Z" },
      services: [
        {
          ...{ service: "wiki", requests: 2, errors: 0, refused: 0, left: 0, sent: 20 },
          addresses: [{ address: "198.51.100.0/24", requests: 2 }],
        },
      ],
      paths: [{ path: "wiki.example.org/", service: "wiki", requests: 2, mean: 3, longest: 3 }],
    },
  ]);
});

test("a monitor is no visitor", async () => {
  const probes: FakeContainer = { resource: "monitor-probes", component: "monitor-probes", type: "Monitor" };
  const { out } = await told([farm, probes], []);
  expect(out).toMatch(/wiki +1 /);
  expect(out).toContain("Its monitor asked 1 times, which is not counted.");
  expect((await told([farm], [])).out).toMatch(/wiki +2 /);
});

test("nor is what asks for figures, of which failures alone are logged, from whatever address", async () => {
  const { out } = await told(
    [farm],
    ["--json"],
    undefined,
    asked("figures_apps-router", "/hosts/apps-router/agent"),
  );
  const [report] = JSON.parse(out);
  expect(report).toMatchObject({ monitor: 1, services: [{ service: "wiki", requests: 2 }] });
  expect(report.paths).toHaveLength(1);
});

test("a farm that cannot be asked is told beside the others, and alone it is a failure", async () => {
  const why = "cellar-haproxy-1 (host cellar): Connection refused\n";
  const some = await told([farm, far], [], "Connection refused");
  expect({ ...some, out: some.out.slice(0, 15) }).toEqual({
    code: 1,
    out: "── prod, farm ─",
    err: `prod-${why}`,
  });
  expect(await told([far], [], "Connection refused")).toEqual({
    code: 2,
    out: "",
    err: `homeport traffic: prod-${why}`,
  });
  expect((await told([], [])).err).toBe("homeport traffic: there is no farm in any stack\n");
});
