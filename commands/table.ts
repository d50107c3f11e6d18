import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { adopt } from "./adopt/command";
import { alert } from "./alert/command";
import { backup } from "./backup/command";
import { hostKey } from "./hostKey/command";
import { leftovers } from "./leftovers/command";
import { logs } from "./logs/command";
import { maintenance } from "./maintenance/command";
import { move } from "./move/command";
import { preview } from "./preview/command";
import { promote } from "./promote/command";
import { rehearse } from "./rehearse/command";
import { restore } from "./restore/command";
import { review } from "./review/command";
import type { Running } from "./shared/surroundings";
import { shell } from "./shell/command";
import { sleep } from "./sleep/command";
import { smoke } from "./smoke/command";
import { status } from "./status/command";
import { template } from "./template/command";
import { traffic } from "./traffic/command";
import { upgradeDatabase } from "./upgradeDatabase/command";
import { wake } from "./wake/command";

/** A command's declaration: light, as all are read at each start; what runs is loaded when it is asked for. */
type Declaration = (running: Running) => CommandUnknownOpts;

/** All commands, in the order of `homeport --help`. A new one is a folder here beside, and its line. */
export const commands: Readonly<Record<string, readonly Declaration[]>> = {
  "A home:": [status, logs, traffic, shell, smoke, alert, maintenance, sleep, wake, leftovers],
  "Data:": [backup, restore, rehearse, move, upgradeDatabase],
  "Changes:": [preview, review, promote, adopt],
  "Machines:": [hostKey, template],
};
