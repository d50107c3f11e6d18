import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { asReadBack, hardened, limitsOf } from "../../../components/shared/hardening";

test("every container drops what it does not need and writes bounded logs", () => {
  expect(hardened(pulumi.output({ withoutSwap: true }))).toMatchObject({
    restart: "unless-stopped",
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  });
});

test("limits arrive in the provider's units, and swap does not soften the one of memory", () => {
  expect(limitsOf({ memory: "1GiB", withoutSwap: true, cpus: 1.5, processes: 64 })).toEqual({
    memory: 1024,
    memorySwap: 1024,
    cpus: "1.5",
    ulimits: [{ name: "nproc", soft: 64, hard: 64 }],
  });
});

test("where the kernel cannot limit swap, it is what the engine makes of it", () => {
  expect(limitsOf({ memory: "1GiB", withoutSwap: false })).toMatchObject({ memory: 1024, memorySwap: -1 });
});

test("what is not limited is not mentioned", () => {
  const { memory, memorySwap, cpus, ulimits } = limitsOf({ withoutSwap: true });
  expect([memory, memorySwap, cpus, ulimits]).toEqual([undefined, undefined, undefined, undefined]);
});

test.each([
  [0.1, "0.1"],
  [0.25, "0.25"],
  [1, "1.0"],
  [1.5, "1.5"],
  [2, "2.0"],
  [9, "9.0"],
])(
  "%d processors are written as they are read back, or every preview replaces the container",
  (cpus, text) => {
    expect(asReadBack(cpus)).toBe(text);
  },
);
