import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime";
import { describe, expect, test } from "vitest";
import { volumeType } from "../../../policy/container";
import { known, notYet } from "../../../policy/known";
import { toPolicy } from "../../../policy/policy";
import { rules } from "../../../policy/rules";
import { configuration } from "../../../policy/rules/configuration";
import { dockerSocket } from "../../../policy/rules/dockerSocket";
import { limits } from "../../../policy/rules/limits";
import { provenImages } from "../../../policy/rules/provenImages";
import { container, resource } from "./judge";

/** What Pulumi's SDK hands to a policy, of which a value throws where nobody knows it yet. */
const seen = (props: Record<string, unknown>, place?: Parameters<typeof container>[1]) => {
  const { parent, ...rest } = container(unknownCheckingProxy(props), place);
  return { ...rest, opts: { parent } };
};

describe("as Pulumi's policies", () => {
  const validate = (props: Record<string, unknown>, settings: object) => {
    const policy = toPolicy(limits);
    if (!("validateResource" in policy) || typeof policy.validateResource !== "function") throw new Error();
    const said: string[] = [];
    const args = { ...seen(props), getConfig: () => ({ require: ["memory"], except: [], ...settings }) };
    policy.validateResource(args as unknown as ResourceValidationArgs, (message) => void said.push(message));
    return said;
  };

  test("a rule about containers is told the configuration, and looks away where it says so", () => {
    expect(validate({}, {})).toEqual([expect.stringContaining("memory")]);
    expect(validate({}, { except: ["a*"] })).toEqual([]);
    expect(validate({}, { require: [] })).toEqual([]);
  });

  test("what is not known before the deployment is no finding, and no error", () => {
    expect(validate({ memory: unknownValue }, {})).toEqual([]);
  });

  test("a rule about containers passes by all else", () => {
    const policy = toPolicy(limits) as { validateResource(args: unknown, report: unknown): void };
    const network = resource("docker:index/network:Network", {});
    policy.validateResource({ ...network, opts: {} }, () => expect.unreachable());
  });

  test("a rule about what containers reach looks at volumes too, and is silenced for one of them", () => {
    const policy = toPolicy(dockerSocket) as { validateResource(args: unknown, report: unknown): void };
    const validate = (except: string[]) => {
      const said: string[] = [];
      const props = unknownCheckingProxy({
        driver: unknownValue,
        driverOpts: { type: "none", o: "bind", device: "/run" },
      });
      const args = { ...resource(volumeType, props), opts: {}, getConfig: () => ({ except }) };
      policy.validateResource(args, (message: string) => void said.push(message));
      return said;
    };
    expect(validate([])).toEqual([expect.stringContaining("driverOpts: /run of the host leads to")]);
    expect(validate(["app"])).toEqual([]);
  });

  test("a rule about a stack is shown all of it, and names the resource that it means", () => {
    const policy = toPolicy(provenImages);
    if (!("validateStack" in policy)) throw new Error();
    const said: unknown[] = [];
    const args = {
      resources: [seen({ image: "a:1" }), seen({ image: unknownValue }, { name: "other" })],
      getConfig: () => ({ environments: ["prod"], images: [], except: [] }),
    };
    policy.validateStack(args as unknown as StackValidationArgs, (...words) => void said.push(words));
    expect(said).toEqual([[expect.stringContaining('"a:1"'), undefined]]);
  });

  test("a rule advises where the configuration does not say, but for the one about the configuration itself", () => {
    const strict = [...rules, configuration(() => ({}), rules)]
      .map(toPolicy)
      .filter(({ enforcementLevel }) => enforcementLevel !== undefined);
    expect(strict.map(({ name, enforcementLevel }) => [name, enforcementLevel])).toEqual([
      ["configuration", "mandatory"],
    ]);
  });

  test("every rule can be silenced for one resource, and none has a name that Pulumi keeps for itself", () => {
    const policies = [...rules, configuration(() => ({}), rules)].map(toPolicy);
    expect(new Set(policies.map(({ name }) => name)).size).toBe(rules.length + 1);
    for (const { name, configSchema } of policies) {
      expect(name).toMatch(/^(?!all$)[a-z]+(-[a-z]+)*$/);
      expect(configSchema?.properties.except).toMatchObject({ type: "array", default: [] });
    }
  });
});

test("a plain copy keeps lists and groups, and marks what is not known at any depth", () => {
  const props = unknownCheckingProxy({ a: [{ b: unknownValue, c: null }, 1], d: unknownValue });
  expect(known(props)).toEqual({ a: [{ b: notYet, c: null }, 1], d: notYet });
});
