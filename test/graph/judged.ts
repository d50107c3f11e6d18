import type { Resource as Seen } from "../../policy/resource";
import { rules } from "../../policy/rules";
import { readStack } from "../../policy/stack";
import type { Recording, Resource } from "./recording";

type Settings = Readonly<Record<string, unknown>>;

/** A configuration of policies: settings by rule, or how strict a rule is. */
export type Configuration = Readonly<Record<string, string | Settings>>;

/** What the rules find in a program, as `rule: resource: message`, those left out that only advise. */
export function judged(recording: Recording, stackName: string, configuration: Configuration = {}): string[] {
  const { resources } = recording;
  const urns = urnsOf(resources, stackName);
  const stack = readStack(
    stackName,
    "homeport",
    resources.map((one) => seen(one, urns)),
  );
  return rules.flatMap((rule) => {
    const { enforcementLevel, ...given } = asSettings(configuration[rule.name]);
    if (enforcementLevel === "advisory") return [];
    const defaults = Object.entries(rule.settings ?? {}).map(([name, schema]) => [name, schema.default]);
    const settings = { except: [], ...Object.fromEntries(defaults), ...given };
    const findings =
      rule.about === "stack"
        ? rule.check(stack, settings)
        : stack.containers.flatMap((one) =>
            rule.check(one, settings).map((message) => ({ message, urn: one.urn })),
          );
    return findings.map(
      ({ message, urn }) => `${rule.name}: ${urn?.split("::").at(-1) ?? "stack"}: ${message}`,
    );
  });
}

const asSettings = (said: string | Settings = {}): Settings =>
  typeof said === "string" ? { enforcementLevel: said } : said;

const self = ({ type, name }: Resource) => `${type} ${name}`;

/** URNs as the engine makes them: with the types of all parents but the stack. */
function urnsOf(resources: readonly Resource[], stack: string): Map<string, string> {
  const bySelf = new Map(resources.map((one) => [self(one), one]));
  const typesOf = (one: Resource): string[] => {
    const parent = bySelf.get(one.parent);
    return [...(parent && parent.type !== "pulumi:pulumi:Stack" ? typesOf(parent) : []), one.type];
  };
  return new Map(
    resources.map((one) => [
      self(one),
      `urn:pulumi:${stack}::homeport::${typesOf(one).join("$")}::${one.name}`,
    ]),
  );
}

const seen = (one: Resource, urns: ReadonlyMap<string, string>): Seen => ({
  type: one.type,
  name: one.name,
  urn: urns.get(self(one)) ?? "",
  // What a component has is its outputs.
  props: (one.custom ? one.inputs : one.outputs) as Seen["props"],
  parent: urns.get(one.parent),
  provider: urns.get(one.provider),
});
