import type { Proven } from "../../shared/guardRails";
import type { Digest } from "../read/digest";
import type { EndingCertificate } from "./certificates";
import { endingCertificates, issuedCertificates } from "./certificates";
import { type HostChange, hostChanges } from "./hosts";
import { type NetworkChange, networkChanges } from "./networks";
import { mergeSteps, type ResourceChange } from "./resource";
import type { UnitChange } from "./unit";
import { unitChanges } from "./units";
import { type UnprovenImage, unprovenImages } from "./unproven";

/** What an update does to one environment. */
export interface Environment {
  readonly stack: string;
  /** Whether the preview ended with an error: then nothing can be said. */
  readonly failed: boolean;
  /** Whether the engine was asked for what stays the same too. */
  readonly complete: boolean;
  readonly units: readonly UnitChange[];
  readonly networks: readonly NetworkChange[];
  readonly hosts: readonly HostChange[];
  /** Services that get a certificate. */
  readonly issued: readonly string[];
  readonly ending: readonly EndingCertificate[];
  readonly unproven: readonly UnprovenImage[];
  /** Every resource, changed or not. */
  readonly resources: readonly ResourceChange[];
  /** What program and engine have warned of: their words can be anything, and stay in the job's log. */
  readonly engineWarnings: number;
}

/** @param now for how long certificates are still good is counted from here */
export function readEnvironment(digest: Digest, now: Date, proven: Proven): Environment {
  const { stack, steps, diagnostics, changeSummary } = digest;
  const resources = mergeSteps(steps);
  const shown = new Set(steps.filter(({ op }) => op === "same").map(({ urn }) => urn)).size;
  return {
    stack,
    failed: diagnostics.some(({ severity }) => severity === "error"),
    complete: shown >= (changeSummary.same ?? 0),
    units: unitChanges(resources),
    networks: networkChanges(resources),
    hosts: hostChanges(resources),
    issued: issuedCertificates(resources),
    ending: endingCertificates(resources, now),
    unproven: unprovenImages(stack, resources, proven),
    resources,
    engineWarnings: diagnostics.filter(({ severity }) => severity === "warning").length,
  };
}
