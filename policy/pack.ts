import { PolicyPack } from "@pulumi/policy";
import { overhearConfiguration } from "./heard";
import { toPolicy } from "./policy";
import { rules } from "./rules";
import { configuration } from "./rules/configuration";

const named = overhearConfiguration();

new PolicyPack("homeport", {
  policies: [...rules, configuration(named, rules)].map(toPolicy),
  enforcementLevel: "advisory",
});
