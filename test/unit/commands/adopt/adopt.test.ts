import { execFileSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tellOf } from "../told";
import { folderWith, serviceOf, toldOf } from "./home";
import { folderOf, shapes } from "./shapes";

const file = `services:
  app:
    image: nginx:1.29
    ports: [8080:80]
`;

test("two files are written, and what a person wrote in them is not overwritten", async () => {
  const folder = folderWith({
    "cloud/compose.yml": file,
    "package.json": '{ "name": "homeport" }',
    "Pulumi.yaml": "name: homeport\nruntime: nodejs\n",
  });
  const adopt = (words: string) =>
    tellOf(["adopt", ...words.split(" ")], { folder, variables: { PATH: "" } });
  const { code, out } = await adopt("cloud/compose.yml");
  expect(code).toBe(0);
  expect(out).toMatch(/^apps\/cloud\.ts is the program, apps\/cloud\.md how it moves\n\nTo decide:\n/);
  expect(out).toContain(
    "  cloud/compose.yml:4: app: no label and no virtual host says for which domain port 80 answers",
  );
  expect(readdirSync(join(folder, "apps")).sort()).toEqual(["cloud.md", "cloud.ts"]);
  // Homeport's own home has the components beside it.
  expect(readFileSync(join(folder, "apps/cloud.ts"), "utf8")).toContain('from "../components"');
  const again = await adopt("cloud/compose.yml");
  expect(again.code).toBe(2);
  expect(again.err).toContain("apps/cloud.ts: it is there already");
  expect((await adopt("cloud --show")).code).toBe(0);
});

test("no secret's value is in anything that is said or written", async () => {
  const secrets = [
    "correct horse battery",
    "mm$user_password7",
    "open-the-pad-1",
    "pad-and-pencil-2",
    "root-of-the-pad-3",
  ];
  secrets.push(
    "wiki-of-the-house-9",
    "cache-of-the-house-5",
    "insecure-only-a-test",
    "change-this-insecure-key-81",
    "c2FsdHNhbHQ",
    "$2y$05$",
  );
  for (const [shape, words] of Object.entries(shapes)) {
    const { out, err } = await tellOf(["adopt", ...words.split(" "), "--show"], {
      folder: folderOf(shape),
      variables: { PATH: "" },
    });
    for (const secret of secrets) expect(`${shape}: ${out}${err}`).not.toContain(secret);
  }
});

test("a secret goes from its place into the settings by the plan's line", async () => {
  const value = `it's "$x" \\ 1`;
  const folder = folderWith({
    "compose.yml": `services:\n  app:\n    image: a:1\n    environment:\n      - APP_TOKEN=three-little-words-1\n      - A_PASSWORD=$B_PASSWORD\n`,
    ".env": `B_PASSWORD="with spaces and 2"\n`,
  });
  const { out } = await tellOf(["adopt", "compose.yml", "--show", "--name", "app"], {
    folder,
    variables: { PATH: "" },
  });
  const lines = [...out.matchAll(/^(sed .*) \| npx pulumi config set --secret app:(\w+) --stack prod$/gm)];
  const read = lines.map(([, line = "", name]) => [
    name,
    execFileSync("sh", ["-c", line], { cwd: folder, encoding: "utf8" }),
  ]);
  expect(Object.fromEntries(read)).toEqual({
    appToken: "three-little-words-1\n",
    bPassword: "with spaces and 2\n",
  });
  expect(out).not.toContain(value);
});

test("a password in a command or a health check comes from the environment", async () => {
  const { out } = await serviceOf(`image: redis:8
command: redis-server --requirepass \${REDIS_PASSWORD}
healthcheck: { test: "redis-cli -a '\${REDIS_PASSWORD}' ping" }`);
  expect(out).toContain(`command: ["sh", "-c", 'exec redis-server --requirepass "\${REDIS_PASSWORD}"'],`);
  expect(out).toContain(`health: { shell: 'redis-cli -a "\${REDIS_PASSWORD}" ping' },`);
  expect(out).toContain("REDIS_PASSWORD: redisPassword,");
});

test("a value that is used twice is one secret, and a short one is not looked for in words", async () => {
  const { out } = await toldOf({
    "compose.yml": `services:
  db: { image: a:1, environment: { MYSQL_USER: shop, MYSQL_PASSWORD: shop, MYSQL_DATABASE: shop } }
  app: { image: b:1, environment: { DB_PASSWORD: shop, DB_URL: "mysql://shop:shop@db/shop" } }
`,
  });
  expect(out).toContain(
    'MYSQL_USER: "shop",\n          MYSQL_PASSWORD: mysqlPassword,\n          MYSQL_DATABASE: "shop",',
  );
  expect(out).toContain(
    "DB_PASSWORD: mysqlPassword,\n          DB_URL: pulumi.interpolate`mysql://shop:$".concat(
      "{mysqlPassword}@db/shop`,",
    ),
  );
});

test("several files, an override and tags of merges are one file", async () => {
  const { out } = await toldOf({
    "compose.yml": `services:
  app:
    image: a:1
    command: [one]
    environment: [A=1, B=2]
    ports: [80, 81]
    volumes: [data:/data, ./x:/x]
volumes: { data: {} }
`,
    "compose.override.yml": `services:
  app:
    image: a:2
    command: [two]
    environment: { B: "3", C: "4" }
    ports: !override [9000]
    volumes: [other:/data]
    stop_signal: !reset null
volumes: { other: {} }
`,
  });
  expect(out).toContain('image: "a:2",\n        command: ["two"],');
  expect(out).toContain('A: "1",\n          B: "3",\n          C: "4",');
  expect(out).toContain('{ volume: "x", path: "/x" },\n          { volume: "other", path: "/data" },');
  expect(out).toContain("port: 9000 }");
});

test("comments in words are kept, and lines that were taken out are not", async () => {
  const { out } = await serviceOf(`# the version that the house knows
image: a:1
environment:
  # Fewer than the machine has.
  WORKERS: "2"
  # OLD_PASSWORD=hunter2
  COLOUR: blue # like the door
# ports:
#   - 80:80
`);
  expect(out).toContain("// Fewer than the machine has.\n          WORKERS:");
  expect(out).toContain("// like the door\n          COLOUR:");
  expect(out).toContain("// the version that the house knows\n        image:");
  expect(out).not.toMatch(/hunter2|80:80/);
});

test("a script that is mounted can be run as before, and what nobody ran stays to be read", async () => {
  const folder = folderWith({
    "compose.yml": `services:
  app:
    image: nginx:1.29
    entrypoint: /entrypoint.sh
    volumes:
      - ./entrypoint.sh:/entrypoint.sh:ro
      - ./own.sh:/own.sh:ro
      - ./app.conf:/app.conf:ro
    configs: [{ source: hook, target: /hook.sh }]
configs: { hook: { file: ./hook.sh } }
`,
    ...{ "entrypoint.sh": "exec nginx\n", "own.sh": "exit\n", "app.conf": "a\n", "hook.sh": "exit\n" },
  });
  for (const [name, mode] of [
    ["entrypoint.sh", 0o755],
    ["own.sh", 0o700],
    ["hook.sh", 0o755],
  ] as const)
    chmodSync(join(folder, name), mode);
  const { out } = await tellOf(["adopt", "compose.yml", "--show"], { folder, variables: { PATH: "" } });
  const file = (name: string) =>
    new RegExp(`path: "/${name}",\\s+content: [^\\n]+?\\s*(?:mode: "(\\d+)"|\\})`).exec(out)?.[1];
  expect(["entrypoint.sh", "own.sh", "app.conf", "hook.sh"].map(file)).toEqual([
    "0755",
    "0555",
    undefined,
    "0755",
  ]);
});
