import * as pulumi from "@pulumi/pulumi";
import { withDefaults } from "../shared/defaults";
import type { Titled } from "../shared/titled";
import type { HostSetup } from "./args";
import { renderDaemon } from "./daemon";
import { renderEngine } from "./engine";
import { renderFirewallApply, renderFirewallConfirm, renderFirewallRemove } from "./firewall";
import { type Origin, renderKnown, renderMark, renderNoMark } from "./known";
import { defaultRunner, renderRunner, renderRunnerRemove, type WantedRunner } from "./runner";
import { renderSshAnyKind, renderSshKeysOnly, renderSshLimits } from "./sshd";
import { renderSupported } from "./supported";
import { renderNoSwap, renderSwap } from "./swap";
import { renderTime } from "./time";
import { renderNoSecurityUpdates, renderSecurityUpdates, renderUpdate } from "./updates";

/** How the program enters a machine. */
export interface Entry {
  readonly user: string;
  readonly port: number;
}

/** One step of set-up: a resource of its own, which runs again where its text has changed. */
export interface Step {
  /** What its resource is called, behind the name of the host. */
  readonly role: string;
  readonly title: string;
  readonly script: (entry: Entry) => string;
  /**
   * Runs instead where the step is there already.
   * @default the same
   */
  readonly change?: Titled;
  /** What the script reads: secrets. */
  readonly stdin?: pulumi.Input<string>;
  /** Runs where the step is no longer asked for. */
  readonly undo?: Titled;
}

/** @returns the steps of set-up that are asked for, in their order. */
export function stepsOf(host: string, setup: HostSetup, origin: Origin): Step[] {
  const { engine = { from: "distribution" }, compose = true, daemon = {} } = setup;
  return [
    step("supported", `look whether ${host} can be set up`, () => renderSupported(host)),
    {
      ...step("known", `mark ${host}, to know it again`, () => renderMark(host, origin), {
        title: `take the mark off ${host}`,
        script: renderNoMark(host, origin),
      }),
      change: {
        title: `look whether ${host} is the machine that it was`,
        script: renderKnown(host, origin),
      },
    },
    step("ssh-limits", `let SSH on ${host} take many connections at once`, () => renderSshLimits(host)),
    ...whenAsked(setup.update, (occasion) =>
      step("update", `bring the packages of ${host} up to date`, () => renderUpdate(host, occasion)),
    ),
    ...whenAsked(setup.securityUpdates, () =>
      step(
        "security-updates",
        `have security updates installed on ${host}`,
        () => renderSecurityUpdates(host),
        { title: `have ${host} updated by hand`, script: renderNoSecurityUpdates(host) },
      ),
    ),
    ...whenAsked(setup.timeSync, () =>
      step("time", `have the clock of ${host} set by the network`, () => renderTime(host)),
    ),
    ...whenAsked(setup.swapFile, (size) =>
      step("swap", `give ${host} a swap file`, () => renderSwap(host, size), {
        title: `take the swap file of ${host} away`,
        script: renderNoSwap(host),
      }),
    ),
    step("engine", `install the Docker engine on ${host}`, ({ user }) =>
      renderEngine(host, { ...engine, compose, user }),
    ),
    step("daemon", `configure the Docker engine on ${host}`, () => renderDaemon(host, daemon)),
    ...whenAsked(setup.firewall, (firewall) =>
      step(
        "firewall",
        `try out the firewall of ${host}`,
        ({ port }) => renderFirewallApply(host, { ...firewall, sshPort: port }),
        { title: `take the firewall of ${host} away`, script: renderFirewallRemove(host) },
      ),
    ),
    // Over a connection of its own: the one before was made without the firewall.
    ...whenAsked(setup.firewall, (firewall) =>
      step("firewall-kept", `keep the firewall of ${host}`, ({ port }) =>
        renderFirewallConfirm(host, { ...firewall, sshPort: port }),
      ),
    ),
    ...whenAsked(setup.gitlabRunner, ({ token, ...runner }) => ({
      ...step(
        "runner",
        `register ${host} as a GitLab runner`,
        () => renderRunner(host, withDefaults<WantedRunner>({ ...defaultRunner, url: runner.url }, runner)),
        { title: `give up the GitLab runner of ${host}`, script: renderRunnerRemove(host) },
      ),
      stdin: pulumi.secret(token),
    })),
    ...whenAsked(setup.sshKeysOnly, () =>
      step("ssh-keys", `let SSH on ${host} take keys only`, () => renderSshKeysOnly(host), {
        title: `let SSH on ${host} take what it took before`,
        script: renderSshAnyKind(host),
      }),
    ),
  ];
}

const step = (role: string, title: string, script: Step["script"], undo?: Titled): Step => ({
  role,
  title,
  script,
  undo,
});

const whenAsked = <T>(option: T | undefined | false, make: (option: T) => Step): Step[] =>
  option === undefined || option === false ? [] : [make(option)];
