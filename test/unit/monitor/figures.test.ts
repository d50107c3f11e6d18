import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { figuresFunction, keepFormer } from "../../../components/monitor/figures";
import { removeFolder } from "../../support/removeFolder";

/** The kernel's groups as an engine makes them, in both layouts. */

const folder = mkdtempSync(join(tmpdir(), "homeport-groups-"));
afterAll(() => removeFolder(folder));

const [limited, free, gone] = ["1", "2", "3"].map((one) => one.repeat(64)) as [string, string, string];
const wanted = join(folder, "wanted");
writeFileSync(
  wanted,
  `${limited} served blog blog-0\n${free} served blog blog-1\n${gone} beside wiki wiki-0\n`,
);

function group(root: string, path: string, files: Record<string, string>) {
  const there = join(root, path);
  mkdirSync(there, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(there, name), text);
  utimesSync(there, 1_000_000, 1_000_000);
}

const layouts: [string, (root: string) => void][] = [
  [
    "one tree, by systemd",
    (root) => {
      mkdirSync(root);
      writeFileSync(join(root, "cgroup.controllers"), "memory\n");
      group(root, `system.slice/docker-${limited}.scope`, {
        "memory.current": "5000\n",
        "memory.max": "67108864\n",
        "memory.stat": "anon 1\nfile 1500\ninactive_anon 7\ninactive_file 1000\nactive_file 500\n",
        "memory.events": "low 0\nhigh 0\nmax 17\noom 3\noom_kill 2\noom_group_kill 0\n",
        "memory.events.local": "low 0\nhigh 0\nmax 17\noom 3\noom_kill 9\noom_group_kill 0\n",
      });
      group(root, `system.slice/docker-${free}.scope`, {
        "memory.current": "700\n",
        "memory.max": "max\n",
        "memory.stat": "inactive_file 900\n",
      });
    },
  ],
  [
    "one tree, without systemd",
    (root) => {
      mkdirSync(root);
      writeFileSync(join(root, "cgroup.controllers"), "cpuset cpu io memory hugetlb pids\n");
      group(root, `docker/${limited}`, {
        "memory.current": "5000\n",
        "memory.max": "67108864\n",
        "memory.stat": "anon 1\ninactive_file 1000\n",
        "memory.events": "oom_kill 2\n",
      });
      group(root, `docker/${free}`, {
        "memory.current": "700\n",
        "memory.max": "max\n",
        "memory.stat": "inactive_file 900\n",
      });
    },
  ],
  [
    "a tree for each figure, an engine inside a container",
    (root) => {
      const path = `memory/docker/${"f".repeat(64)}/docker`;
      group(root, `${path}/${limited}`, {
        "memory.usage_in_bytes": "5000\n",
        "memory.limit_in_bytes": "67108864\n",
        "memory.stat": "inactive_file 1\ntotal_inactive_file 1000\n",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
      });
      group(root, `${path}/${free}`, {
        "memory.usage_in_bytes": "700\n",
        "memory.limit_in_bytes": "9223372036854771712\n",
        "memory.stat": "total_inactive_file 900\n",
      });
    },
  ],
];

test.each(layouts)("figures are read from %s", (name, make) => {
  const root = join(folder, name.replaceAll(" ", "-"));
  make(root);
  const told = execFileSync("sh", ["-c", `${figuresFunction}\nfigures ${root} ${wanted}`], {
    encoding: "utf8",
  });
  expect(told.split("\n").filter(Boolean)).toEqual([
    'homeport_container_kills{kind="served",service="blog",container="blog-0"} 2',
    'homeport_container_limit_bytes{kind="served",service="blog",container="blog-0"} 67108864',
    'homeport_container_memory_bytes{kind="served",service="blog",container="blog-0"} 4000',
    'homeport_container_memory_bytes{kind="served",service="blog",container="blog-1"} 0',
    'homeport_container_running{kind="beside",service="wiki",container="wiki-0"} 0',
    'homeport_container_running{kind="served",service="blog",container="blog-0"} 1',
    'homeport_container_running{kind="served",service="blog",container="blog-1"} 1',
    'homeport_container_start_seconds{kind="served",service="blog",container="blog-0"} 1000000',
    'homeport_container_start_seconds{kind="served",service="blog",container="blog-1"} 1000000',
    'homeport_container_wanted{kind="beside",service="wiki",container="wiki-0"} 1',
    'homeport_container_wanted{kind="served",service="blog",container="blog-0"} 1',
    'homeport_container_wanted{kind="served",service="blog",container="blog-1"} 1',
  ]);
});

test("a container that an update has left in its place is the one that is expected, until it has gone", () => {
  const root = join(folder, "left");
  const [before, next, other, old] = ["4", "5", "6", "7"].map((one) => one.repeat(64)) as [
    string,
    string,
    string,
    string,
  ];
  const config = join(folder, "config");
  const told = join(folder, "next");
  for (const one of [config, told]) mkdirSync(one);
  group(root, `memory/docker/${before}`, {});
  writeFileSync(
    join(config, "wanted"),
    `${before} served blog blog-0-aaaaaaa\n${other} beside pad db-0-aaaaaaa\n`,
  );
  writeFileSync(join(config, "wanted.former"), `${old} served blog blog-0-9999999\n`);
  const wantedNow = `${next} served blog blog-0-bbbbbbb\n${next} served blog blog-1-bbbbbbb\n${other} beside pad db-0-aaaaaaa\n`;
  writeFileSync(join(told, "wanted"), wantedNow);
  const tell = () => execFileSync("sh", ["-c", keepFormer(root, config)], { cwd: told });
  const running = () =>
    execFileSync("sh", ["-c", `${figuresFunction}\nfigures ${root} ${join(told, "wanted")}`], {
      encoding: "utf8",
    })
      .split("\n")
      .filter((line) => /running/.test(line))
      .map((line) => line.replace(/.*container=/, ""));
  tell();
  expect(readFileSync(join(told, "wanted.former"), "utf8")).toBe(`${before} served blog blog-0-aaaaaaa\n`);
  expect(running()).toEqual(['"db-0-aaaaaaa"} 0', '"blog-0-bbbbbbb"} 1', '"blog-1-bbbbbbb"} 0']);
  // What the update left is started again and again beside the one that goes on, which it says nothing of.
  group(root, `memory/docker/${next}`, {});
  const since = (seconds: number) => {
    const time = Date.now() / 1000 - seconds;
    utimesSync(join(root, "memory/docker", next), time, time);
    return execFileSync("sh", ["-c", `${figuresFunction}\nfigures ${root} ${join(told, "wanted")}`], {
      encoding: "utf8",
    }).match(/start_seconds.*"blog-0-bbbbbbb"} (\d+)/)?.[1];
  };
  expect(since(30)).toBe("1000000");
  expect(since(3600)).not.toBe("1000000");
  rmSync(join(root, "memory/docker", next), { recursive: true });
  // Another update that fails makes another one, and it is the same one that goes on.
  const last = "8".repeat(64);
  for (const one of ["wanted", "wanted.former"]) renameSync(join(told, one), join(config, one));
  writeFileSync(join(told, "wanted"), wantedNow.replaceAll(next, last).replaceAll("bbbbbbb", "ccccccc"));
  tell();
  expect(running()).toEqual(['"db-0-aaaaaaa"} 0', '"blog-0-ccccccc"} 1', '"blog-1-ccccccc"} 0']);
  rmSync(join(root, "memory/docker", before), { recursive: true });
  expect(running()).toEqual(['"db-0-aaaaaaa"} 0', '"blog-0-ccccccc"} 0', '"blog-1-ccccccc"} 0']);
});
