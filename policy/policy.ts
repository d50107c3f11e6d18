import type { PolicyResource, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { isAmong } from "../components/shared/pattern";
import { containerType, readContainer, readVolume, volumeType } from "./container";
import { known } from "./known";
import { projectOf, type Resource, stackOf } from "./resource";
import { type ContainerRule, names, type Rule, type StackRule } from "./rule";
import { readStack } from "./stack";

/** What every rule can be told. */
const except = names("Resources that the rule does not look at; a name may end with a star.");

/** Makes a rule one of Pulumi's policies. */
export function toPolicy(rule: Rule): ResourceValidationPolicy | StackValidationPolicy {
  const { name, description, settings, enforcementLevel } = rule;
  const about = {
    name,
    description,
    enforcementLevel,
    configSchema: { properties: { ...settings, except } },
  };
  return rule.about === "container"
    ? { ...about, validateResource: onContainer(rule) }
    : { ...about, validateStack: onStack(rule) };
}

interface Settings {
  readonly except: readonly string[];
}

const onContainer =
  (rule: ContainerRule<Settings>): ResourceValidationPolicy["validateResource"] =>
  ({ urn, type, name, props, opts, provider, getConfig }, report) => {
    if (type !== containerType && type !== volumeType) return;
    const settings = getConfig<Settings>();
    if (isAmong(settings.except, name)) return;
    const resource: Resource = {
      urn,
      type,
      name,
      props: known(props) as Resource["props"],
      parent: opts.parent,
      provider: provider?.urn,
    };
    const messages =
      type === containerType
        ? rule.check(readContainer(resource), settings)
        : (rule.checkVolume?.(readVolume(resource), settings) ?? []);
    for (const message of messages) report(message);
  };

const onStack =
  (rule: StackRule<Settings>): StackValidationPolicy["validateStack"] =>
  ({ resources, getConfig }, report) => {
    const [first] = resources;
    if (!first) return;
    const stack = readStack(stackOf(first.urn), projectOf(first.urn), resources.map(toResource));
    for (const { message, urn } of rule.check(stack, getConfig<Settings>())) report(message, urn);
  };

const toResource = ({ urn, type, name, props, parent, provider }: PolicyResource): Resource => ({
  urn,
  type,
  name,
  props: known(props) as Resource["props"],
  parent: parent?.urn,
  provider: provider?.urn,
});
