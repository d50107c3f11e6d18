import { randomBytes } from "node:crypto";
import { testImages } from "../test/images/tags";
import { idLabel, ownerLabel, removeSandbox } from "../test/sandbox/clean";
import { owner } from "../test/sandbox/owner";
import { docker } from "../test/support/containers";

/**
 * Away from real homes, from sandboxes and from tests, whose ports are the usual ones moved by thousands, and below
 * 32768, where a system begins to give ports to outgoing connections.
 */
export const ports = { http: 22610, https: 22611, stats: 22612, router: 3088 };
export const subnets = {
  road: "172.27.70.0/24",
  deploy: "172.27.74.0/23",
  compose: "172.27.76.0/23",
  watched: "172.27.78.0/24",
  far: "172.27.79.0/24",
  growth: "172.27.80.0/24",
};
/** Networks of further hosts, of the first so many. */
export const furtherSubnets = (hosts: number): string[] =>
  Array.from({ length: hosts }, (_, at) => `172.27.${81 + at}.0/24`);
export const farmUrls = {
  http: `http://127.0.0.1:${ports.http}`,
  https: `https://127.0.0.1:${ports.https}`,
} as const;
export const domain = (service = 1): string => `service-${service}.example.org`;

/** The name of the benchmarks' stack: no file of a real stack has it. */
export const stack = "bench";

/** What the program in `programs/` is told. */
export const settings = (subnet: string) => ({
  "homeport:ports": ports,
  "homeport:portOffsets": { farm: 0, router: 0 },
  "homeport:network": { subnet, bindAddress: "127.0.0.1" },
  "homeport:images": testImages,
});

const id = randomBytes(4).toString("hex");

/** On everything that is made: what a killed run leaves goes like the rest of a sandbox. */
export const marks: Readonly<Record<string, string>> = { [idLabel]: id, [ownerLabel]: owner() };

/** Removes all that carries the marks. */
export const removeAll = (): Promise<number> => removeSandbox(docker, id);
