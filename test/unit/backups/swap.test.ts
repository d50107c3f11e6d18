import { spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { bringFunctions, giveUpFunction } from "../../../commands/restore/volumes/scripts";
import { keptHours, swapFunctions } from "../../../components/backups/swap";
import { removeFolder } from "../../support/removeFolder";

/** Does what is asked for one by one, and ends all of the shell with SIGKILL before the chosen one. */
const fake = `#!/bin/sh
tick() { read -r n < "$COUNT"; n=$((n + 1)); echo $n > "$COUNT"; [ $n != "$CRASH" ] || kill -9 0; }
name=\${0##*/}
case $name in
  mv)
    for last; do :; done
    while [ $# -gt 1 ]; do tick; /bin/mv "$1" "$last" || exit; shift; done ;;
  rm)
    tick
    for one; do
      for child in "$one"/*; do [ ! -e "$child" ] || { /bin/rm -rf "$child"; break; }; done
    done
    tick
    exec /bin/rm "$@" ;;
  # Nothing here loses its power.
  sync) tick; [ -z "$FULL" ] ;;
  *) tick; exec /bin/$name "$@" ;;
esac
`;
const folder = mkdtempSync(join(tmpdir(), "homeport-swap-"));
const [fakes, count] = [join(folder, "bin"), join(folder, "count")];
mkdirSync(fakes);
for (const name of ["mv", "rm", "rmdir", "mkdir", "chown", "chmod", "sync"]) {
  writeFileSync(join(fakes, name), fake, { mode: 0o755 });
}
afterAll(() => removeFolder(folder));

type Tree = Readonly<Record<string, string>>;

/** Names whose text begins with `/` are directories with a file, with `@` links. */
function write(at: string, tree: Tree): void {
  for (const [name, text] of Object.entries(tree)) {
    const path = join(at, name);
    if (text.startsWith("/")) {
      mkdirSync(path, { mode: 0o750 });
      writeFileSync(join(path, "inside"), text, { mode: 0o640 });
    } else if (text.startsWith("@")) symlinkSync(text, path);
    else writeFileSync(path, text);
  }
}

function read(at: string, below = ""): string[] {
  return readdirSync(at)
    .filter((name) => below !== "" || name !== ".homeport")
    .sort()
    .flatMap((name) => {
      const path = join(at, name);
      const { mode, uid, gid } = lstatSync(path);
      const told = `${below}${name} ${mode.toString(8)} ${uid} ${gid}`;
      if (lstatSync(path).isDirectory()) return [told, ...read(path, `${below}${name}/`)];
      return [
        `${told} ${lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, "utf8")}`,
      ];
    });
}
/** All of a volume, its root too. */
const whole = (root: string) => [(lstatSync(root).mode & 0o7777).toString(8), ...read(root)];

const own = `${process.getuid?.()} ${process.getgid?.()}`;
let made = 0;

/** A volume with data, and others that are ready beside them. */
function volume(old: Tree, next: Tree): string {
  const root = join(folder, `volume-${++made}`);
  const kept = join(root, ".homeport");
  mkdirSync(join(kept, "new"), { recursive: true });
  write(root, old);
  write(join(kept, "new"), next);
  writeFileSync(join(kept, "owner.new"), `${own} 710\n`);
  writeFileSync(join(kept, "journal"), "ready\n");
  chmodSync(root, 0o701);
  return root;
}

/** @returns its status, and how many things it did */
function run(root: string, script: string, crash = 0, full = ""): { status: number | null; steps: number } {
  writeFileSync(count, "0\n");
  const { status } = spawnSync(
    "setsid",
    ["-w", "sh", "-c", `${swapFunctions}\nat "$1" || exit 1\n${script}`, "sh", root],
    {
      env: {
        ...process.env,
        PATH: `${fakes}:${process.env.PATH}`,
        COUNT: count,
        CRASH: String(crash),
        FULL: full,
      },
    },
  );
  return { status, steps: Number(readFileSync(count, "utf8")) };
}

const before: Tree = { "a file": "old", ".hidden": "old", both: "/old", "-r": "@nowhere" };
const after: Tree = { both: "/new", "..x": "new", "*": "new" };
const expected = () => {
  const [old, next] = [volume(before, {}), volume({}, {})];
  write(next, after);
  chmodSync(next, 0o710);
  return { old: whole(old), next: whole(next) };
};
const { old, next } = expected();
const pointsOf = (script: string, prepare = "") => {
  const root = volume(before, after);
  if (prepare) run(root, prepare);
  const { steps } = run(root, script);
  return Array.from({ length: steps }, (_, at) => at + 1);
};

test.each(["a link", "a file"])(
  "nothing is exchanged where %s is in its place, as whoever owns the volume may put there",
  (what) => {
    const [root, elsewhere] = [volume({ a: "old" }, { a: "new" }), volume({}, { a: "another's" })];
    const kept = join(root, ".homeport");
    rmSync(kept, { recursive: true });
    if (what === "a link") symlinkSync(join(elsewhere, ".homeport"), kept);
    else writeFileSync(kept, "ready\n");
    const found = whole(elsewhere);
    for (const script of ["forward", "back", "drop", "grow_older"])
      expect(run(root, script).status).not.toBe(0);
    expect(whole(elsewhere)).toEqual(found);
    expect(readFileSync(join(root, "a"), "utf8")).toBe("old");
  },
);

describe("an exchange that is killed", () => {
  test("before any of its steps ends at the new data when it is run again, and at the former ones when it is undone", () => {
    const points = pointsOf("forward");
    expect(points.length).toBeGreaterThan(15);
    for (const crash of points) {
      for (const [script, data] of [
        ["forward", next],
        ["back", old],
      ] as const) {
        const root = volume(before, after);
        expect(run(root, "forward", crash).status, `${crash}`).not.toBe(0);
        expect(run(root, script).status, `${script} after ${crash}`).toBe(0);
        expect(whole(root), `${script} after ${crash}`).toEqual(data);
        rmSync(root, { recursive: true });
      }
    }
  });

  test("on its way back ends at the former data", () => {
    for (const crash of pointsOf("back", "forward")) {
      const root = volume(before, after);
      run(root, "forward");
      run(root, "back", crash);
      expect(run(root, "back").status, `${crash}`).toBe(0);
      expect(whole(root), `${crash}`).toEqual(old);
      rmSync(root, { recursive: true });
    }
  });

  test("on its way there and on its way back, whatever the names are, loses nothing", () => {
    const tree = fc.dictionary(
      fc.stringMatching(/^[a-c.* -]{1,3}$/).filter((name) => name !== "." && name !== ".."),
      fc.constantFrom("text", "/text", "@text"),
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(tree, tree, fc.nat(25), fc.nat(25), (one, other, first, second) => {
        const root = volume(one, other);
        const was = whole(root);
        run(root, "forward", first + 1);
        run(root, "back", second + 1);
        expect(run(root, "back").status).toBe(0);
        expect(whole(root)).toEqual(was);
        rmSync(root, { recursive: true });
      }),
      { numRuns: 8 },
    );
  });
});

describe("what no set has", () => {
  const except = ["deep/in/cache", "uploads", "uploads/part", "kept", "by a link/x", "-x y"];
  const withExcept = () => {
    const root = volume(
      { page: "old", uploads: "/old", kept: "old", "-x y": "old" },
      { page: "new", kept: "of the set" },
    );
    mkdirSync(join(root, "deep/in"), { recursive: true, mode: 0o750 });
    chmodSync(join(root, "deep"), 0o711);
    write(join(root, "deep/in"), { cache: "/old", other: "old" });
    symlinkSync(folder, join(root, ".homeport/new/by a link"));
    mkdirSync(join(root, "by a link"));
    write(join(root, "by a link"), { x: "old" });
    writeFileSync(join(root, ".homeport/except"), `${except.join("\n")}\n`);
    return root;
  };
  /** The same with less, as each point is one more run. */
  const small = () => {
    const root = volume({ page: "old", uploads: "/old" }, { page: "new" });
    mkdirSync(join(root, "deep"), { mode: 0o750 });
    write(join(root, "deep"), { cache: "old" });
    writeFileSync(join(root, ".homeport/except"), "deep/cache\nuploads\n");
    return root;
  };
  const was = whole(small());
  /** Volumes as they are when it was killed in these phases: of the others, other tests see to it. */
  function pointsIn(steps: number, phases: readonly string[], kill: (crash: number) => string) {
    const found: (readonly [number, string])[] = [];
    for (let crash = steps; crash > 0; crash--) {
      const root = kill(crash);
      const phase = readFileSync(join(root, ".homeport/journal"), "utf8").trim();
      if (phases.includes(phase)) found.push([crash, root]);
      else if (found.length > 0) break;
    }
    return found;
  }
  const exchanged = (root: string) => {
    expect(run(root, "forward").status).toBe(0);
    return whole(root);
  };

  test("stays where it is, the way to it as it was, unless the set has it nevertheless; no link leads it elsewhere", () => {
    const told = exchanged(withExcept());
    expect(told).toEqual(
      expect.arrayContaining([
        `page 100644 ${own} new`,
        `kept 100644 ${own} of the set`,
        `-x y 100644 ${own} old`,
        `uploads 40750 ${own}`,
        `uploads/inside 100640 ${own} /old`,
        `deep 40711 ${own}`,
        `deep/in 40750 ${own}`,
        `deep/in/cache/inside 100640 ${own} /old`,
      ]),
    );
    expect(told.join("\n")).not.toContain("deep/in/other");
    expect(readdirSync(folder)).not.toContain("x");
  });

  test("is killed before any of the steps: it goes on to the new data, and back to the former ones, with it in both", () => {
    const [next, { steps }] = [exchanged(small()), run(small(), "forward")];
    const killed = pointsIn(steps, ["along", "in"], (crash) => {
      const root = small();
      run(root, "forward", crash);
      return root;
    });
    expect(killed.length).toBeGreaterThan(5);
    for (const [crash, first] of killed) {
      for (const [script, data] of [
        ["forward", next],
        ["back", was],
      ] as const) {
        const root = script === "back" ? first : small();
        if (root !== first) run(root, "forward", crash);
        expect(run(root, script).status, `${script} after ${crash}`).toBe(0);
        expect(whole(root), `${script} after ${crash}`).toEqual(data);
        rmSync(root, { recursive: true });
      }
    }
  });

  test("comes back with the former data as it is then, also where the way back is killed", () => {
    const begun = () => {
      const root = small();
      run(root, "forward");
      writeFileSync(join(root, "uploads/later"), "later");
      return root;
    };
    const { steps } = run(begun(), "back");
    const killed = pointsIn(steps, ["apart"], (crash) => {
      const root = begun();
      run(root, "back", crash);
      return root;
    });
    expect(killed.length).toBeGreaterThan(2);
    for (const [crash, root] of killed) {
      expect(run(root, "back").status, `${crash}`).toBe(0);
      expect(readFileSync(join(root, "uploads/later"), "utf8")).toBe("later");
      rmSync(join(root, "uploads/later"));
      expect(whole(root), `${crash}`).toEqual(was);
      rmSync(root, { recursive: true });
    }
  });
});

test("what is kept is removed to its end, wherever that was cut off, with what no set has", () => {
  const done = () => {
    const root = volume(before, after);
    writeFileSync(join(root, ".homeport/except"), "both/inside\n");
    run(root, "forward");
    return root;
  };
  const { steps } = run(done(), "drop");
  expect(steps).toBeGreaterThan(5);
  for (let crash = 1; crash <= steps; crash++) {
    const root = done();
    run(root, "drop", crash);
    expect(run(root, "drop").status, `${crash}`).toBe(0);
    expect(readdirSync(root), `${crash}`).not.toContain(".homeport");
    rmSync(root, { recursive: true });
  }
});

describe("a restore of a database that is killed", () => {
  // What another server writes comes between two containers.
  const restore = (text: string) => `${bringFunctions}
phase
case $phase in
  out | along | in | done) ;;
  *)
    prepare "set snapshot" || exit 1
    [ -n "$brought" ] || { echo ${text} > "$kept/new/page" && chmod 700 "$kept/new" && arrive "set snapshot" "$(stat -c '%u %g %a' "$kept/new")"; } || exit 1 ;;
esac
forward`;
  const server = () => {
    const root = join(folder, `volume-${++made}`);
    mkdirSync(root);
    chmodSync(root, 0o755);
    writeFileSync(join(root, "page"), "old\n");
    return root;
  };

  test("before any of its steps has the new data when it is run again, and the former ones when it is undone", () => {
    const root = server();
    const was = whole(root);
    const { steps, status } = run(root, restore("new"));
    expect(status).toBe(0);
    const is = whole(root);
    expect(is).not.toEqual(was);
    for (let crash = 1; crash <= steps; crash++) {
      for (const [script, data] of [
        [restore("new"), is],
        ["back", was],
      ] as const) {
        const one = server();
        expect(run(one, restore("new"), crash).status, `${crash}`).not.toBe(0);
        expect(run(one, script).status, `${crash}`).toBe(0);
        expect(whole(one), `${crash}`).toEqual(data);
        rmSync(one, { recursive: true });
      }
    }
  });

  test("begins anew with what was not whole, and writes nothing twice that is", () => {
    const root = server();
    run(root, `${bringFunctions}\nprepare "set snapshot"; echo half > "$kept/new/half"`);
    run(
      root,
      `${bringFunctions}\nprepare "set snapshot"; echo all > "$kept/new/page"; arrive "set snapshot" "${own} 700"`,
    );
    expect(readdirSync(join(root, ".homeport/new"))).toEqual(["page"]);
    expect(run(root, restore("other")).status).toBe(0);
    expect(readFileSync(join(root, "page"), "utf8")).toBe("all\n");
  });
});

describe("what was brought is given up", () => {
  const prepared = (root: string) => run(root, `${bringFunctions}\nprepare "set snapshot"`);
  const arrived = (root: string) => {
    prepared(root);
    write(join(root, ".homeport/new"), after);
    run(root, `${bringFunctions}\narrive "set snapshot" "${own} 710"`);
  };
  const bare = () => {
    const root = join(folder, `volume-${++made}`);
    mkdirSync(root);
    write(root, before);
    chmodSync(root, 0o701);
    return root;
  };
  const giveUp = `${giveUpFunction}\ngive_up set`;

  test.each([
    ["nothing", () => undefined],
    ["a directory for it", (root: string) => mkdirSync(join(root, ".homeport"))],
    ["half of it", prepared],
    ["all of it", arrived],
  ])("although the disk is full, where there is %s", (_, bring) => {
    const root = bare();
    bring(root);
    expect(run(root, giveUp, 0, "full").status).toBe(0);
    expect(readdirSync(root)).not.toContain(".homeport");
    expect(whole(root)).toEqual(old);
  });

  test("when it was cut off anywhere while it was brought, and a full disk had no room for any word of it", () => {
    const bring = `${bringFunctions}\nprepare "set snapshot"`;
    const { steps } = run(bare(), bring);
    expect(steps).toBeGreaterThan(5);
    for (let crash = 1; crash <= steps; crash++) {
      const root = bare();
      run(root, bring, crash);
      expect(run(root, giveUp, 0, "full").status, `${crash}`).toBe(0);
      expect(readdirSync(root), `${crash}`).not.toContain(".homeport");
      rmSync(root, { recursive: true });
    }
    const root = bare();
    expect(run(root, bring, 0, "full").status).not.toBe(0);
    expect(run(root, giveUp, 0, "full").status).toBe(0);
    expect(readdirSync(root)).not.toContain(".homeport");
  });

  test("wherever its exchange was cut off: what was there comes back, and of another set nothing is touched", () => {
    for (const crash of [...pointsOf("forward"), 0]) {
      const root = bare();
      arrived(root);
      run(root, "forward", crash);
      const found = whole(root);
      expect(run(root, giveUp.replace("give_up set", "give_up other")).status).toBe(0);
      if (readdirSync(root).includes(".homeport")) expect(whole(root)).toEqual(found);
      expect(run(root, giveUp).status, `${crash}`).toBe(0);
      expect(whole(root), `${crash}`).toEqual(old);
      expect(readdirSync(root)).not.toContain(".homeport");
      rmSync(root, { recursive: true });
    }
  });
});

test("what somebody writes in the midst of it takes the place of nothing, and is kept", () => {
  const cutOff = pointsOf("forward").map((crash) => {
    const one = volume(before, after);
    run(one, "forward", crash);
    return one;
  });
  const root = cutOff.find((one) => readFileSync(join(one, ".homeport/journal"), "utf8") === "in\n") ?? "";
  writeFileSync(join(root, "*"), "stray");
  expect(run(root, "forward").status).toBe(0);
  expect(whole(root)).toEqual(next);
  const [aside = ""] = readdirSync(join(root, ".homeport/aside"));
  expect(readFileSync(join(root, ".homeport/aside", aside, "*"), "utf8")).toBe("stray");
});

test("what is kept goes when the host has run for seven days since, and not before; an exchange is not touched", () => {
  const root = volume(before, after);
  run(root, "grow_older");
  run(root, "forward");
  run(root, `for hour in $(seq ${keptHours - 1}); do grow_older; done`);
  expect(readdirSync(join(root, ".homeport/before")).length).toBe(4);
  run(root, "grow_older");
  expect(readdirSync(root)).not.toContain(".homeport");
  expect(whole(root)).toEqual(next);
});
