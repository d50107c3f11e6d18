import { containerType, readContainer, readVolume, volumeType } from "../../../policy/container";
import type { Resource } from "../../../policy/resource";
import type { Rule, SettingSchema } from "../../../policy/rule";
import { readStack } from "../../../policy/stack";

type Props = Readonly<Record<string, unknown>>;

/** Homeport's components, as parents in a URN. */
export const parents = {
  none: "",
  farm: "homeport:index:HaproxyFarm$",
  router: "homeport:index:TraefikRouter$",
  service: "homeport:index:DomainService$",
  backups: "homeport:index:Backups$",
  port: "homeport:index:PortService$",
  wrapped: "shop:index:Shop$homeport:index:DomainService$",
} as const;

export const engine = (host: string) =>
  `urn:pulumi:prod::shop::homeport:index:DockerHost$pulumi:providers:docker::${host}-engine`;

export interface Place {
  readonly name?: string;
  readonly in?: keyof typeof parents;
  readonly stack?: string;
  readonly provider?: string;
  readonly parent?: string;
}

/** A resource of any type. */
export function resource(type: string, props: Props, place: Place = {}): Resource {
  const { name = "app", in: within = "none", stack = "prod", ...rest } = place;
  return { type, name, props, urn: `urn:pulumi:${stack}::shop::${parents[within]}${type}::${name}`, ...rest };
}

export const container = (props: Props, place?: Place): Resource => resource(containerType, props, place);

/** What a rule says of one container, with its default settings unless others are given. */
export function judge(rule: Rule, props: Props, place: Place = {}, settings: object = {}): string[] {
  if (rule.about !== "container") throw new Error(`${rule.name} looks at stacks`);
  return [...rule.check(readContainer(container(props, place)), { ...defaultsOf(rule), ...settings })];
}

/** What a rule says of one volume. */
export function judgeVolume(rule: Rule, props: Props, settings: object = {}): string[] {
  if (rule.about !== "container") throw new Error(`${rule.name} looks at stacks`);
  const volume = readVolume(resource(volumeType, props));
  return [...(rule.checkVolume?.(volume, { ...defaultsOf(rule), ...settings }) ?? [])];
}

/** What a rule says of a stack. */
export function judgeStack(rule: Rule, resources: readonly Resource[], settings: object = {}): string[] {
  if (rule.about !== "stack") throw new Error(`${rule.name} looks at containers`);
  const findings = rule.check(readStack("prod", "shop", resources), { ...defaultsOf(rule), ...settings });
  return findings.map(({ message }) => message);
}

/** What Pulumi fills in where the configuration says nothing. */
const defaultsOf = ({ settings = {} }: Rule): object => ({
  except: [],
  ...Object.fromEntries(
    Object.entries(settings).flatMap(([name, schema]: [string, SettingSchema]) =>
      schema.default === undefined ? [] : [[name, schema.default]],
    ),
  ),
});
