import * as pulumi from "@pulumi/pulumi";
import { withDefaults } from "../../shared/defaults";
import { tellOfClear } from "../../shared/inClear";
import type { HostSetup } from "./args";
import { renderDaemon } from "./daemon";
import { renderEngine } from "./engine";
import { renderFirewallApply, renderFirewallConfirm, renderFirewallRemove } from "./firewall";
import { renderKnown, renderMark, renderNoMark } from "./known";
import type { OwnMark } from "./marks";
import { defaultRunner, renderRunner, renderRunnerRemove, runnerKey, type WantedRunner } from "./runner";
import { renderSshAnyKind, renderSshKeysOnly, renderSshLimits } from "./sshd";
import { renderSupported } from "./supported";
import { renderNoSwap, renderSwap } from "./swap";
import { renderTime } from "./time";
import { renderUndo, renderWished, type Undoing } from "./undo";
import { renderNoSecurityUpdates, renderSecurityUpdates, renderUpdate } from "./updates";
import { wishesOf } from "./wishes";

/** How the program enters a machine, and how it is told from others there. */
export interface Entry {
  readonly user: string;
  readonly port: number;
  readonly id: string;
}

/** Whose machine it is, as far as it is known before anything is deployed. */
export type Deployer = Pick<OwnMark, "origin" | "agreed">;

type Script = (entry: Entry) => string;

/** One step of set-up: a resource of its own, which runs again where its text has changed. */
export interface Step {
  /** What its resource is called, behind the name of the host. */
  readonly role: string;
  readonly title: string;
  readonly script: Script;
  /**
   * Runs instead where the step is there already.
   * @default the same
   */
  readonly change?: TitledScript;
  /** What the script reads: secrets. */
  readonly stdin?: pulumi.Input<string>;
  /** Runs where the step is no longer asked for. */
  readonly undo?: TitledScript;
}

interface TitledScript {
  readonly title: string;
  readonly script: Script;
}

/** @returns the steps of set-up that are asked for, in their order. */
export function stepsOf(host: string, setup: HostSetup, deployer: Deployer): Step[] {
  const { engine = { from: "distribution" }, compose = true, daemon = {} } = setup;
  const markOf = ({ id }: Entry): OwnMark => ({ ...deployer, id, wishes: wishesOf(host, setup) });
  /** A step that is undone where nobody needs it any more. */
  const undoable = (step: Step, title: string, undoing: Undoing): Step => ({
    ...step,
    script: (entry) => renderWished(undoing.wish) + step.script(entry),
    undo: { title, script: ({ id }) => renderUndo(host, { ...deployer, id }, undoing) },
  });
  return [
    step("supported", `look whether ${host} can be set up`, () => renderSupported(host)),
    {
      ...step("known", `mark ${host}, to know it again`, (entry) => renderMark(host, markOf(entry))),
      change: {
        title: `look whether ${host} is the machine that it was`,
        script: (entry) => renderKnown(host, markOf(entry)),
      },
      undo: {
        title: `take the mark off ${host}`,
        script: ({ id }) => renderNoMark(host, { ...deployer, id }),
      },
    },
    step("ssh-limits", `let SSH on ${host} take many connections at once`, () => renderSshLimits(host)),
    ...whenAsked(setup.update, (occasion) =>
      step("update", `bring the packages of ${host} up to date`, () => renderUpdate(host, occasion)),
    ),
    ...whenAsked(setup.securityUpdates, () =>
      undoable(
        step("security-updates", `have security updates installed on ${host}`, () =>
          renderSecurityUpdates(host),
        ),
        `have ${host} updated by hand`,
        { wish: "securityUpdates", what: "security updates", script: renderNoSecurityUpdates(host) },
      ),
    ),
    ...whenAsked(setup.timeSync, () =>
      step("time", `have the clock of ${host} set by the network`, () => renderTime(host)),
    ),
    ...whenAsked(setup.swapFile, (size) =>
      undoable(
        step("swap", `give ${host} a swap file`, () => renderSwap(host, size)),
        `take the swap file of ${host} away`,
        { wish: "swapFile", what: "the swap file", script: renderNoSwap(host) },
      ),
    ),
    step("engine", `install the Docker engine on ${host}`, ({ user }) =>
      renderEngine(host, { ...engine, compose, user }),
    ),
    step("daemon", `configure the Docker engine on ${host}`, () => renderDaemon(host, daemon)),
    ...whenAsked(setup.firewall, (firewall) =>
      undoable(
        step("firewall", `try out the firewall of ${host}`, ({ port }) =>
          renderFirewallApply(host, { ...firewall, sshPort: port }),
        ),
        `take the firewall of ${host} away`,
        { wish: "firewall", what: "the firewall", script: renderFirewallRemove(host) },
      ),
    ),
    // Over a connection of its own: the one before was made without the firewall.
    ...whenAsked(setup.firewall, (firewall) =>
      step("firewall-kept", `keep the firewall of ${host}`, ({ port }) =>
        renderFirewallConfirm(host, { ...firewall, sshPort: port }),
      ),
    ),
    ...whenAsked(setup.gitlabRunner, ({ token, ...runner }) => {
      tellOfClear(host, { "setup.gitlabRunner.token": token });
      const wanted = withDefaults<WantedRunner>({ ...defaultRunner, url: runner.url }, runner);
      return {
        ...undoable(
          step("runner", `register ${host} as a GitLab runner`, (entry) =>
            renderRunner(host, wanted, markOf(entry)),
          ),
          `give up the GitLab runner of ${host}`,
          { wish: runnerKey(host), what: "the GitLab runner", script: renderRunnerRemove(host) },
        ),
        stdin: pulumi.secret(token),
      };
    }),
    ...whenAsked(setup.sshKeysOnly, () =>
      undoable(
        step("ssh-keys", `let SSH on ${host} take keys only`, () => renderSshKeysOnly(host)),
        `let SSH on ${host} take what it took before`,
        { wish: "sshKeysOnly", what: "SSH by keys only", script: renderSshAnyKind(host) },
      ),
    ),
  ];
}

const step = (role: string, title: string, script: Script): Step => ({ role, title, script });

const whenAsked = <T>(option: T | undefined | false, make: (option: T) => Step): Step[] =>
  option === undefined || option === false ? [] : [make(option)];
