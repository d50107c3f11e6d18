import { describe, expect, test } from "vitest";
import { serviceOf } from "./home";

/** What a container with these labels answers for, and what is said of the rest. */
async function webOf(...labels: string[]) {
  const { out } = await serviceOf(
    `image: a:1\nlabels:\n${labels.map((label) => `  - '${label}'`).join("\n")}`,
  );
  const web = /^ {8}web: ([\s\S]*?),\n {8}\w/m.exec(out)?.[1]?.replace(/\s+/g, " ");
  const said = [...out.matchAll(/^- compose\.yml:\d+: app: (.*)$/gm)].map(([, text = ""]) => text);
  return { web, said: said.filter((text) => !text.includes("memory")) };
}

const router = (rule: string) => [
  `traefik.http.routers.a.rule=${rule}`,
  "traefik.http.services.a.loadbalancer.server.port=80",
];

describe("rules of Traefik 2 and 3", () => {
  test.each([
    ["Host(`a.example.org`, `b.example.org`)", '{ domains: ["a.example.org", "b.example.org"], port: 80 }'],
    [
      "Host(`a.example.org`) || Host(`b.example.org`)",
      '{ domains: ["a.example.org", "b.example.org"], port: 80 }',
    ],
    ["(Host(`a.example.org`))", '{ domains: ["a.example.org"], port: 80 }'],
    [
      "Host(`a.example.org`) && (PathPrefix(`/x`) || PathPrefix(`/y/`))",
      '[ { domains: ["a.example.org"], port: 80, pathPrefix: "/x" }, { name: "a", domains: ["a.example.org"], port: 80, pathPrefix: "/y" }, ]',
    ],
    ["HostRegexp(`{any:[a-z]+}.example.org`)", '{ domains: ["*.example.org"], port: 80 }'],
    ["HostRegexp(`^[a-z]+\\.example\\.org$`)", '{ domains: ["*.example.org"], port: 80 }'],
    [
      "Host(`a.example.org`) && ClientIP(`10.0.0.0/8`)",
      '{ domains: ["a.example.org"], port: 80, allow: ["10.0.0.0/8"] }',
    ],
  ])("%s", async (rule, expected) => {
    expect((await webOf(...router(rule))).web).toBe(expected);
  });

  test.each([
    ["Host(`a.example.org`) && !PathPrefix(`/x`)", "not PathPrefix(`/x`) of a rule chose requests"],
    ["Host(`a.example.org`) && Headers(`X`, `y`)", "Headers(`X`, `y`) of a rule chose requests"],
    ["Host(`a.example.org`", "the rule of a cannot be read"],
    ["Host(`a.example.org`) && Path(`/x`)", "Path(`/x`) is also every path below"],
  ])("%s is not the same here", async (rule, said) => {
    expect((await webOf(...router(rule))).said.join("\n")).toContain(said);
  });
});

describe("middlewares", () => {
  const with_ = (...labels: string[]) =>
    webOf(
      ...router("Host(`a.example.org`) && PathPrefix(`/x`)"),
      "traefik.http.routers.a.middlewares=one,two",
      ...labels.map((label) => `traefik.http.middlewares.${label}`),
    );

  test("prefix, users, networks, a chain, and what farm and router do anyway", async () => {
    const { web, said } = await with_(
      "one.chain.middlewares=cut,people@docker",
      "cut.stripprefix.prefixes=/x",
      "people.basicauth.users=anna:$$2y$$05$$abcdefghijklmnopqrstuv",
      "two.ipwhitelist.sourcerange=10.0.0.0/8,192.168.1.7",
      "three.redirectscheme.scheme=https",
    );
    expect(web).toBe(
      '{ domains: ["a.example.org"], port: 80, pathPrefix: "/x", stripPrefix: true, allow: ["10.0.0.0/8", "192.168.1.7"], users: { anna: appAnnaHash }, }',
    );
    expect(said).toEqual([]);
  });

  test.each([
    ["one.forwardauth.address=http://auth", "one asked another application who may come in"],
    ["one.basicauth.users=anna:$$apr1$$abc$$def", "the hash of anna is not bcrypt"],
    ["one.basicauth.usersfile=/users", "one asked visitors for passwords of a file"],
    ["one.replacepath.path=/z", "one (replacepath) changed requests"],
    ["one.plugin.geoblock.enabled=true", "one (plugin) changed requests"],
    ["one.headers.customresponseheaders.X-Robots-Tag=none", "the header x-robots-tag is not added"],
    ["one.compress=true", "one (compress): answers go as the application sends them"],
  ])("%s", async (label, said) => {
    expect((await with_(label)).said.join("\n")).toContain(said);
  });

  test("what is written elsewhere is lost where its name says that it asked", async () => {
    const { out } = await serviceOf(
      "image: a:1\nlabels: ['traefik.http.routers.a.rule=Host(`a.example.org`)', 'traefik.http.routers.a.middlewares=authelia@file, extra@file']",
    );
    expect(out).toContain(
      "### Lost; the program does not start until you decide\n\n- compose.yml:4: app: the middleware authelia@file",
    );
    expect(out).toMatch(/### To decide\n\n- compose\.yml:4: app: the middleware extra@file/);
  });
});

describe("labels of Traefik 1", () => {
  test("rules with several parts, users, networks and stickiness", async () => {
    const { web } = await webOf(
      "traefik.port=8080",
      "traefik.frontend.rule=Host:a.example.org,b.example.org;PathPrefixStrip:/x",
      "traefik.frontend.auth.basic=anna:$$2y$$05$$abcdefghijklmnopqrstuv",
      "traefik.frontend.whiteList.sourceRange=10.0.0.0/8",
      "traefik.backend.loadbalancer.stickiness=true",
      "traefik.frontend.entryPoints=http,https",
    );
    expect(web).toBe(
      '{ domains: ["a.example.org", "b.example.org"], port: 8080, pathPrefix: "/x", stripPrefix: true, allow: ["10.0.0.0/8"], users: { anna: appAnnaHash }, stickySessions: true, }',
    );
  });

  test("segments are ways in of their own", async () => {
    const { web } = await webOf(
      "traefik.app.port=80",
      "traefik.app.frontend.rule=Host:a.example.org",
      "traefik.admin.port=81",
      "traefik.admin.frontend.rule=Host:b.example.org",
    );
    expect(web).toBe(
      '[ { domains: ["a.example.org"], port: 80 }, { name: "admin", domains: ["b.example.org"], port: 81 }, ]',
    );
  });
});

test("a container that is kept from the proxy answers for nothing, and labels of others are left out", async () => {
  const { web, said } = await webOf(
    "traefik.enable=false",
    "traefik.http.routers.a.rule=Host(`a.example.org`)",
    "com.centurylinklabs.watchtower.enable=true",
  );
  expect(web).toBeUndefined();
  expect(said).toEqual(["labels of com.centurylinklabs: nothing here reads them"]);
});
