import * as pulumi from "@pulumi/pulumi";
import { unpacked } from "../support/unpacked";

/**
 * A value in the form in which it goes to the engine, with its secrets marked in a way that tests can read, and packed
 * scripts as they were before.
 */
export function plain(value: unknown): unknown {
  if (typeof value === "string") return unpacked(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const { [pulumi.runtime.specialSigKey]: kind, ...rest } = value as Record<string, unknown>;
  if (kind === pulumi.runtime.specialSecretSig) return { secret: plain(rest.value) };
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

/** `type name` of a URN, or of a reference to a provider, which has an id at its end. */
export function short(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return urn === "" ? "" : `${types.split("$").at(-1)} ${name}`;
}
