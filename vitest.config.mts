import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Floors whose files have a machine's engine, its ports and its networks to themselves. */
const singly = ["sandbox", "e2e", "vm"];

/** Time limits are for what hangs: a machine that is slow or busy, or far from its mirrors, takes many times the usual. */
const floor = (name: string, include: string[], seconds: number, globalSetup: string[] = []) => ({
  test: {
    name,
    include,
    globalSetup,
    setupFiles: globalSetup.length > 0 ? ["test/support/withParent.ts"] : [],
    testTimeout: seconds * 1000,
    hookTimeout: 1_200_000,
    pool: "forks" as const,
    fileParallelism: !singly.includes(name),
    // By itself, Vitest leaves one of two processors alone. What waits for machines leaves more of them.
    ...(!singly.includes(name) && {
      maxWorkers: name === "machines" ? availableParallelism() + 1 : Math.max(2, availableParallelism() - 1),
      sequence: { groupOrder: 1 },
    }),
  },
});

const exclusive = "test/support/exclusive.ts";

export default defineConfig({
  test: {
    // A hypervisor's daemons take longer than the usual 10 s to end on a slow machine, and would be left running.
    teardownTimeout: 180_000,
    projects: [
      floor("unit", ["test/unit/**/*.test.ts", "test/package/**/*.test.ts"], 300),
      floor("graph", ["test/graph/**/*.test.ts"], 300),
      floor("sandbox", ["test/sandbox/**/*.test.ts"], 600, [exclusive, "test/sandbox/setup.ts"]),
      floor("machines", ["test/machines/**/*.test.ts"], 900, [exclusive, "test/sandbox/setup.ts"]),
      floor("e2e", ["test/e2e/**/*.test.ts"], 1_200, [exclusive, "test/e2e/setup.ts"]),
      floor("vm", ["test/vm/**/*.test.ts"], 1_800, [exclusive, "test/vm/setup.ts"]),
    ],
  },
});
