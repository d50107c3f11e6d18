import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tellOf } from "../told";
import { folderWith } from "./home";

const id = "f".repeat(64);
const digest = `sha256:${"a".repeat(64)}`;

/** An engine on which Compose has started the project, under another name than its folder's. */
const docker = (folder: string) => `#!/bin/sh
echo "$*" >> "$(dirname "$0")/calls"
case "$*" in
  "ps -aq"*) echo ${id};;
  "container inspect"*) cat <<'END'
{"project":"house","service":"app","folder":"${folder}","id":"${id}","name":"/house-app-1","runs":true,"imageId":"sha256:1","image":"shop:4","ports":{"8080/tcp":{}},"restart":"always","mounts":[{"Type":"volume","Name":"0123abcd","Destination":"/anonymous"}]}
END
  ;;
  "volume ls"*) printf 'house_data\\thouse\\tdata\\n0123abcd\\t\\t\\n';;
  "image inspect"*) echo '{"id":"sha256:1","digests":["shop@${digest}"]}';;
  *) exit 1;;
esac
`;

const compose = `services:
  app:
    image: shop:4
    volumes: [data:/data, /anonymous, other:/other]
    labels: ["traefik.http.routers.shop.rule=Host(\`shop.example.org\`)"]
volumes: { data: , other: }
`.replace("{ data: , other: }", "{ data: {}, other: {} }");

test("where the engine answers, it is right: names of volumes, the image that runs, its port, how it was started", async () => {
  const folder = folderWith({ "compose.yml": compose, "bin/docker": "" });
  const bin = join(folder, "bin");
  const { writeFileSync } = await import("node:fs");
  writeFileSync(join(bin, "docker"), docker(folder));
  const { code, out } = await tellOf(["adopt", "compose.yml", "--show", "--name", "shop"], {
    folder,
    variables: { PATH: `${bin}:/usr/bin:/bin` },
  });
  expect(code).toBe(0);
  expect(out).toContain(`image: "shop:4@${digest}"`);
  expect(out).toContain('web: { domains: ["shop.example.org"], port: 8080 }');
  expect(out).toContain("pulumi config set shop:dataVolume house_data --stack prod");
  expect(out).toContain("pulumi config set shop:appAnonymousVolume 0123abcd --stack prod");
  expect(out).toContain("pulumi config set shop:otherVolume house_other --stack prod");
  expect(out).toContain("compose.yml:4: app: the engine has no volume house_other");
  expect(out).toContain("docker update --restart=no house-app-1");
  expect(out).toContain("docker update --restart=always house-app-1");
  expect(out).not.toContain("The engine was not asked");
  // Nothing that runs is changed, and nobody's environment is looked at.
  const calls = readFileSync(join(bin, "calls"), "utf8").trim().split("\n");
  expect(calls.map((call) => call.split(" ").slice(0, 2).join(" "))).toEqual([
    "ps -aq",
    "container inspect",
    "volume ls",
    "image inspect",
  ]);
  expect(calls.join(" ")).not.toMatch(/\.Env\b|Config\}\}/);
});
