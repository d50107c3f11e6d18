import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type EnvironmentFile, variablesOf } from "../../../components/containers/environmentFiles";
import { removeFolder } from "../../support/removeFolder";
import { refusals } from "../services/refusals";

const folder = mkdtempSync(join(tmpdir(), "homeport-env-"));
afterAll(() => removeFolder(folder));

let files = 0;
function written(content: string | Buffer): string {
  const file = join(folder, `${files++}.env`);
  writeFileSync(file, content);
  return file;
}

const text = [
  "PORT=8080",
  "EMPTY_PASSWORD=",
  "DB_PASSWORD=a",
  "API_TOKEN=b",
  "DATABASE_URL=postgres://app:open@db/app",
  "HOME_URL=https://example.org/a:b@c",
].join("\n");
const secretNames = (secret?: EnvironmentFile["secret"]) =>
  variablesOf({ file: written(text), secret })
    .filter(({ isSecret }) => isSecret)
    .map(({ name }) => name);

test.each<[EnvironmentFile["secret"], string[]]>([
  [undefined, ["DB_PASSWORD", "API_TOKEN", "DATABASE_URL"]],
  [true, ["PORT", "DB_PASSWORD", "API_TOKEN", "DATABASE_URL", "HOME_URL"]],
  [false, []],
  [
    ["*_URL", "PORT"],
    ["PORT", "DATABASE_URL", "HOME_URL"],
  ],
])("with secret %j, these are secrets: %j", (secret, names) => {
  expect(secretNames(secret)).toEqual(names);
});

const wrong: [what: string, given: () => unknown, path: string, said: string][] = [
  [
    "that is not there",
    () => "nowhere.env",
    "environmentFiles.0",
    '"nowhere.env" cannot be read: there is no such file',
  ],
  ["that is a directory", () => folder, "environmentFiles.0", "EISDIR"],
  [
    "that is not UTF-8",
    () => written(Buffer.from([0x41, 0x3d, 0xe4])),
    "environmentFiles.0",
    "it is not UTF-8",
  ],
  ["with a byte of zero", () => written("A=\0"), "environmentFiles.0", "a byte of zero"],
  ["of 1 MiB and more", () => written(`A=${"x".repeat(2 ** 20)}`), "environmentFiles.0", "more than 1 MiB"],
  ["with a variable", () => written("A=1\nB=$A"), "environmentFiles.0", "line 2: B: Compose would"],
  [
    "without a secret that is named",
    () => ({ file: written("A=1"), secret: ["B"] }),
    "environmentFiles.0.secret",
    'has no variable "B"; it has A',
  ],
  [
    "with a secret of another kind",
    () => ({ file: "a", secret: 1 }),
    "environmentFiles.0.secret",
    "a list of names",
  ],
  ["without a name", () => ({ secret: true }), "environmentFiles.0.file", "it is missing"],
];

test.each(wrong)("a file %s is refused before any resource exists", (_, given, path, said) => {
  const [problem = "", ...more] = refusals({ environmentFiles: [given()] });
  expect(more).toEqual([]);
  expect(problem.startsWith(`${path}: `), problem).toBe(true);
  expect(problem).toContain(said);
});
