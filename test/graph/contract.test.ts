import { beforeAll, describe, expect, test } from "vitest";
import { certified, containersOf, everything, graphOf, isDocker, labelsOf, ofType } from "./graph";
import type { Recording, Resource } from "./recording";

const componentTypes = ["DockerHost", "DomainService", "EnvironmentNetwork", "HaproxyFarm", "TraefikRouter"];
const self = ({ type, name }: Resource) => `${type} ${name}`;

const acmeDirectories = ["/var/lib/homeport/acme", "/srv/acme/prod"];
/** What of the host is seen by those who handle certificates that come from there or go there. */
const hostPaths: Record<string, string[]> = {
  keeper: ["/nowhere/letsencrypt", ...acmeDirectories],
  lego: [...acmeDirectories, "/srv/authority.pem"],
};

/** What every component has to keep, whatever it is for, in the home and where every option is used. */
describe.each([
  ["the home", () => graphOf(), { components: 7, docker: 12 }],
  ["a program that uses every option", () => everything(), { components: 14, docker: 28, parts: true }],
  ["a home with certificates of files", () => certified("files"), { components: 6, docker: 11 }],
  ["a home with certificates by HTTP-01", () => certified("http-01"), { components: 6, docker: 13 }],
  ["a home with certificates by DNS-01", () => certified("dns-01"), { components: 6, docker: 13 }],
] as const)("in %s", (_, run, least: { components: number; docker: number; parts?: boolean }) => {
  let graph: Recording;
  let components: Resource[];
  let children: Resource[];
  let objects: Resource[];

  beforeAll(async () => {
    graph = await run();
    components = graph.resources.filter(({ type }) => type.startsWith("homeport:"));
    children = graph.resources.filter(({ parent }) => components.some((one) => self(one) === parent));
    objects = graph.resources.filter(isDocker);
  });

  test("there is something to look at: every sort of component, and enough of what they make", () => {
    const types = new Set(components.map(({ type }) => type));
    const expected = [...componentTypes, ...(least.parts ? ["ServiceOnHost"] : [])].sort();
    expect([...types].sort()).toEqual(expected.map((type) => `homeport:index:${type}`));
    expect(components.length).toBeGreaterThanOrEqual(least.components);
    expect(objects.length).toBeGreaterThanOrEqual(least.docker);
    expect(ofType(graph, "command:local:Command").length).toBeGreaterThanOrEqual(6);
  });

  test("every component has children, and each is called after it: two of a sort never clash", () => {
    for (const component of components) {
      const own = children.filter(({ parent }) => parent === self(component));
      expect(own.length, self(component)).toBeGreaterThan(0);
      for (const { name } of own) expect(name).toMatch(new RegExp(`^${component.name}-.`));
    }
  });

  test("nothing that a component makes hangs at the stack: it would stay when the component goes", () => {
    const outside = graph.resources.filter((one) => !children.includes(one) && !components.includes(one));
    const types = outside.map(({ type }) => type).filter((type) => !type.startsWith("random:"));
    expect(types).toEqual(["pulumi:pulumi:Stack"]);
  });

  test("every component registers its outputs, or they would silently be lost", () => {
    for (const component of components) {
      expect(Object.keys(component.outputs ?? {}).length, self(component)).toBeGreaterThan(0);
    }
  });

  test("every Docker object is made by its host's provider, or it would land on another engine", () => {
    const providers = ofType(graph, "pulumi:providers:docker");
    for (const { parent } of providers) expect(parent).toMatch(/^homeport:index:DockerHost /);
    for (const object of objects) expect(providers.map(self), self(object)).toContain(object.provider);
    const networks = ofType(graph, "docker:index/network:Network").map(({ provider }) => provider);
    expect(networks.sort(), "each host has a network").toEqual(providers.map(self).sort());
  });

  test("every Docker object says whose it is: what is left over could not be told from others' things", () => {
    for (const object of objects) {
      expect(labelsOf(object), self(object)).toMatchObject({
        "homeport.project": "homeport",
        "homeport.environment": "prod",
        "homeport.component": expect.stringMatching(/./),
      });
    }
  });

  test("no resource counts on its host's going: the machine stays, and so would what is on it", () => {
    expect(graph.resources.filter(({ deletedWith }) => deletedWith !== "").map(self)).toEqual([]);
  });

  test("no Docker object has a fixed name: a new one could not be made beside the old", () => {
    const named = objects.filter(({ inputs }) => "name" in inputs);
    // A name that is drawn anew is none that is fixed.
    expect(named.filter(({ inputs }) => !/-files-[0-9a-f]{12}$/.test(String(inputs.name))).map(self)).toEqual(
      [],
    );
  });

  test("no command but what draws a name is replaced by a trigger, and none is given its own last output", () => {
    for (const { name, inputs } of ofType(graph, "command:local:Command")) {
      expect(inputs.addPreviousOutputInEnv).toBe(false);
      // What these write and draw: containers.test.ts.
      if (/-files-(lot|write)$/.test(name)) continue;
      // An exchange reads nothing.
      expect(JSON.stringify(inputs.stdin)).toMatch(/^((\{"secret":)?"set -eu\\n|"")/);
      expect(Object.keys(inputs)).not.toContain("triggers");
    }
  });

  test("a command of a service is small in a state: its scripts are kept, but for what undoes and what is secret", () => {
    const routes = ofType(graph, "command:local:Command").filter(({ name }) => name.endsWith("-route"));
    const inClear = routes.filter(({ inputs }) => typeof inputs.stdin === "string");
    expect(inClear.length).toBeGreaterThan(1);
    for (const { size, inputs } of inClear) {
      expect(String(inputs.interpreter).length + String(inputs.stdin).length).toBeGreaterThan(5_000);
      expect(size).toBeLessThan(1_100);
      expect(String(inputs.interpreter)).toMatch(/withdraw the route of .*rm -f/s);
    }
  });

  describe("every container", () => {
    const each = (look: (container: Resource) => void) => {
      const all = containersOf(graph);
      expect(all.length).toBeGreaterThanOrEqual(6);
      for (const container of all) look(container);
    };

    test("is bounded and gives up what it does not need: one that is taken over takes no more", () =>
      each((container) => {
        // It is told otherwise: containers.test.ts.
        const isTold = container.name === "desk-0";
        const usual = {
          logDriver: "json-file",
          logOpts: { "max-size": "10m", "max-file": "3" },
          restart: "unless-stopped",
        };
        expect(container.inputs, self(container)).toMatchObject({
          ...(isTold ? {} : usual),
          memory: expect.any(Number),
          memorySwap: container.inputs.memory,
          cpus: expect.stringMatching(/^\d/),
          capabilities: { drops: ["ALL"] },
          securityOpts: ["no-new-privileges:true"],
        });
        for (const key of ["privileged", "networkMode", "pidMode", "ipcMode", ...(isTold ? [] : ["mounts"])])
          expect(container.inputs, self(container)).not.toHaveProperty(key);
      }));

    test("is on its host's network alone, and has its volumes there too", () => {
      const on = (type: string, { provider }: Resource) =>
        ofType(graph, type).filter((one) => one.provider === provider);
      each((container) => {
        const networks = container.inputs.networksAdvanced as { name: string }[];
        const own = on("docker:index/network:Network", container);
        expect(networks.map(({ name }) => name)).toEqual(own.map(({ name }) => name));
        const volumes = (container.inputs.volumes ?? []) as { volumeName?: string }[];
        const near = on("docker:index/volume:Volume", container).map(({ name }) => name);
        for (const { volumeName } of volumes)
          if (volumeName) expect(near, self(container)).toContain(volumeName);
      });
    });

    test("sees no directory of its host but that of the certificates, least of all the engine's socket", () =>
      each(({ inputs, name }) => {
        const volumes = (inputs.volumes ?? []) as { hostPath?: string; volumeName?: string }[];
        const paths = volumes.flatMap(({ hostPath }) => hostPath ?? []);
        expect(volumes.filter(({ volumeName }) => volumeName)).toHaveLength(volumes.length - paths.length);
        const role = /-(keeper|lego)$/.exec(name)?.[1] ?? "";
        for (const path of paths) expect(hostPaths[role], `${name} sees ${path}`).toContain(path);
      }));

    test("has time to end, and is replaced where the provider would only say so", () =>
      each(({ inputs, replaceOnChanges }) => {
        expect(inputs.destroyGraceSeconds).toBeGreaterThanOrEqual(10);
        expect(replaceOnChanges).toEqual(expect.arrayContaining(["tmpfs", "healthcheck", "mounts", "init"]));
      }));
  });

  test("the proxies cannot write to their images, and are watched", () => {
    const proxies = containersOf(graph).filter(({ name }) => /-(haproxy|traefik)$/.test(name));
    expect(proxies.length).toBeGreaterThanOrEqual(3);
    for (const { inputs } of proxies) {
      expect(inputs).toMatchObject({
        readOnly: true,
        healthcheck: {
          tests: ["CMD", "wget", "-q", "-O", "/dev/null", expect.stringMatching(/127\.0\.0\.1/)],
        },
      });
      expect(inputs.ulimits).toContainEqual({
        name: "nproc",
        soft: expect.any(Number),
        hard: expect.any(Number),
      });
    }
  });

  test("who handles certificates cannot write to its image, is watched, and is root with one capability at most", () => {
    for (const { inputs, name } of containersOf(graph).filter(({ name }) => /-(keeper|lego)$/.test(name))) {
      const capabilities = { drops: ["ALL"], ...(name.endsWith("-keeper") && { adds: ["CAP_CHOWN"] }) };
      expect(inputs, name).toMatchObject({ user: "0:0", readOnly: true, healthcheck: { retries: 2 } });
      expect(inputs.capabilities, name).toEqual(capabilities);
      expect(inputs, name).not.toHaveProperty("ports");
    }
  });
});
