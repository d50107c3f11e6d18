import { describe, expect, test } from "vitest";
import { toldOf } from "./home";

/** What becomes of a container that publishes port 8085, with these files of a proxy. */
async function behind(files: Readonly<Record<string, string>>, vhosts: string) {
  const { code, out, err } = await toldOf(
    {
      "compose.yml": 'services:\n  stats: { image: "a:1", ports: ["8085:80"], container_name: stats-1 }\n',
      ...files,
    },
    `compose.yml --show --name app --vhosts ${vhosts}`,
  );
  const web = /^ {8}web: ([\s\S]*?),\n {8}\w/m.exec(out)?.[1]?.replace(/\s+/g, " ");
  const said = [...out.matchAll(/^- (?!compose)(.*)$/gm)].map(([, text = ""]) => text);
  return { code, web, said, err };
}

const apache = (inside: string) => ({
  "sites/a.conf": `<VirtualHost *:443>\n  ServerName a.example.org\n${inside}\n</VirtualHost>\n`,
});
const nginx = (inside: string) => ({ "a.txt": `server {\n  server_name a.example.org;\n${inside}\n}\n` });

describe("virtual hosts meet their containers by the published port", () => {
  test("of Apache, which may ask by another machine's address", async () => {
    const { web, code } = await behind(
      apache(
        '  SSLProxyEngine On\n    ProxyPass "/" "http://192.168.122.30:8085/"\n  ProxyPassReverse "/" "http://192.168.122.30:8085/"',
      ),
      "sites",
    );
    expect({ web, code }).toEqual({ web: '{ domains: ["a.example.org"], port: 80 }', code: 0 });
  });

  test.each([
    ["ProxyPass /x http://localhost:8085/x", '{ domains: ["a.example.org"], port: 80, pathPrefix: "/x" }'],
    [
      "ProxyPass /x http://localhost:8085/",
      '{ domains: ["a.example.org"], port: 80, pathPrefix: "/x", stripPrefix: true }',
    ],
    [
      "RewriteRule ^/?(.*) ws://localhost:8085/$1 [P,L]\nProxyPass / http://localhost:8085/",
      '{ domains: ["a.example.org"], port: 80 }',
    ],
    [
      "<Location /x>\nRequire ip 10.0.0.0/8\nProxyPass http://stats-1:80/x\n</Location>",
      '{ domains: ["a.example.org"], port: 80, pathPrefix: "/x", allow: ["10.0.0.0/8"] }',
    ],
  ])("of Apache: %s", async (inside, expected) => {
    expect((await behind(apache(inside), "sites")).web).toBe(expected);
  });

  test.each([
    ["location / { proxy_pass http://127.0.0.1:8085; }", '{ domains: ["a.example.org"], port: 80 }'],
    [
      "location /x/ { proxy_pass http://127.0.0.1:8085/; }",
      '{ domains: ["a.example.org"], port: 80, pathPrefix: "/x", stripPrefix: true }',
    ],
    [
      'set $app stats-1; set $port 80;\n location / { proxy_pass http://$app:$port; } # "quoted; }',
      '{ domains: ["a.example.org"], port: 80 }',
    ],
    [
      "location / { allow 10.0.0.0/8; deny all; proxy_pass http://127.0.0.1:8085; }",
      '{ domains: ["a.example.org"], port: 80, allow: ["10.0.0.0/8"] }',
    ],
  ])("of nginx: %s", async (inside, expected) => {
    expect((await behind(nginx(inside), "a.txt")).web).toBe(expected);
  });

  test("of a list of Apache's virtual hosts, whose files are looked at where they are", async () => {
    const dump =
      "VirtualHost configuration:\n*:443 is a NameVirtualHost\n  port 443 namevhost a.example.org (/no/such/place/a.conf:1)\n";
    const { said } = await behind({ "dump.txt": dump }, "dump.txt").catch(() => ({ said: ["refused"] }));
    expect(said).toEqual([]);
  });
});

describe("who was asked is lost, whatever asked", () => {
  test.each([
    [
      apache("AuthType Basic\nProxyPass / http://localhost:8085/"),
      "sites",
      "sites/a.conf:3: a.example.org: visitors were asked for a password",
    ],
    [
      apache("SSLVerifyClient require\nProxyPass / http://localhost:8085/"),
      "sites",
      "visitors were asked for a certificate",
    ],
    [
      nginx('auth_basic "House";\nlocation / { proxy_pass http://127.0.0.1:8085; }'),
      "a.txt",
      "a.txt:3: a.example.org: visitors were asked for a password",
    ],
    [
      nginx("location / { auth_request /auth; proxy_pass http://127.0.0.1:8085; }"),
      "a.txt",
      "another application was asked who may come in",
    ],
  ])("%#", async (files, vhosts, expected) => {
    const { code, said } = await behind(files, vhosts);
    expect(code).toBe(2);
    expect(said.join("\n")).toContain(expected);
  });
});

test("a virtual host without a container, and a container without one", async () => {
  const { web, said } = await behind(nginx("location / { proxy_pass http://127.0.0.1:9999; }"), "a.txt");
  expect(web).toBe("{ domains: [domain], port: 80 }");
  expect(said).toEqual([
    "a.txt:3: a.example.org: 127.0.0.1:9999 is none of these containers, which publish no such port",
  ]);
});
