import { expect, test } from "vitest";
import { formerList, renderFormer } from "../../../../components/front/certificates/former";
import { renderStore, storeDirectory, storedFile } from "../../../../components/front/certificates/store";
import { tlsBind } from "../../../../components/front/farm/tls";
import { configDirectory, configPath } from "../../../../components/front/haproxy/paths";
import { Bench } from "../../bench";

const directory = storeDirectory("certificates");

const names = [
  { domain: "blog.example.org" },
  { domain: "*.shops.example.org", clientAuthority: `${directory}/shops-clients-new` },
  { domain: "new.example.org" },
];
const placeholder = storedFile("placeholder", "told", "certificate and key");
const files = (domains: readonly string[]) => `${domains.join("\n")}\n`;

/** Has the farm's configuration read these lists, in the bench's folder. */
function reading(bench: Bench, list: string, former?: string): Bench {
  const bind = tlsBind(443, false, { list, former });
  return bench.write(
    configPath,
    `frontend web\n    ${bind}\n`.replaceAll(directory, bench.folder + directory),
  );
}

/** Runs the script as a deployment does whose certificates come from elsewhere. */
function store(bench: Bench, wanted = names) {
  const { status, stderr } = bench.sh(renderStore("certificates", [placeholder], renderFormer(wanted)));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return (bench.read(formerList) ?? "").replaceAll(bench.folder, "");
}

function authoritys(): Bench {
  const list = `${directory}/list-1`;
  const bench = reading(new Bench([configDirectory]), list);
  bench.write(
    list,
    files([
      `${bench.folder}${directory}/blog-1 blog.example.org gone.example.org`,
      `${bench.folder}${directory}/shops-1 [verify required ca-file ${directory}/shops-clients-old] *.shops.example.org`,
      `${bench.folder}${directory}/gone-1 other.example.org`,
    ]),
  );
  for (const file of ["blog-1", "shops-1", "other-1"]) bench.write(`${directory}/${file}`, "key");
  return bench;
}

const kept = [
  `${directory}/blog-1 blog.example.org`,
  `${directory}/shops-1 [verify required ca-file ${directory}/shops-clients-new] *.shops.example.org`,
];

test("of what an authority of its own gave, the names that are still served go on, each as it is wanted now", () => {
  expect(store(authoritys())).toBe(files(kept));
});

test("what the former list names stays in the store, also when nothing else names it any more", () => {
  const bench = authoritys();
  store(bench);
  reading(bench, "/certificates/list", formerList);
  expect(store(bench)).toBe(files(kept));
  expect(bench.read(`${directory}/blog-1`)).toBe("key");
  expect(bench.read(`${directory}/other-1`)).toBeUndefined();
  expect(bench.read(`${directory}/list-1`)).toBeUndefined();
});

test.each([
  [
    "a list that a keeper keeps, which goes on with what it has",
    () => reading(new Bench([configDirectory]), "/certificates/list"),
  ],
  ["no configuration yet", () => new Bench([configDirectory])],
])("after %s, nothing is former", (_, bench) => {
  expect(store(bench())).toBe("");
});

test("of a farm that serves nothing any more, nothing is former", () => {
  expect(store(authoritys(), [])).toBe("");
});
