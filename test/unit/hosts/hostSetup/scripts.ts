import { renderDaemon } from "../../../../components/hosts/hostSetup/daemon";
import { renderEngine } from "../../../../components/hosts/hostSetup/engine";
import { renderFacts } from "../../../../components/hosts/hostSetup/facts";
import { renderKnown, renderMark, renderNoMark } from "../../../../components/hosts/hostSetup/known";
import type { OwnMark } from "../../../../components/hosts/hostSetup/marks";
import { renderSupported } from "../../../../components/hosts/hostSetup/supported";
import { renderNoSwap, renderSwap } from "../../../../components/hosts/hostSetup/swap";
import { renderTime } from "../../../../components/hosts/hostSetup/time";
import { renderUndo } from "../../../../components/hosts/hostSetup/undo";
import {
  renderNoSecurityUpdates,
  renderSecurityUpdates,
  renderUpdate,
} from "../../../../components/hosts/hostSetup/updates";
import { wishesOf } from "../../../../components/hosts/hostSetup/wishes";

const host = "apps";
const owner = { origin: { project: "homeport", stack: "prod" }, id: "0123456789abcdef" };
const mark: OwnMark = {
  ...owner,
  wishes: wishesOf(host, { firewall: { public: [443] }, daemon: { debug: true } }),
  agreed: ["staging"],
};

/** Every script of set-up, with all that its options can change. */
export const scripts: Readonly<Record<string, string>> = {
  supported: renderSupported(host),
  mark: renderMark(host, mark),
  "no-mark": renderNoMark(host, owner),
  known: renderKnown(host, mark),
  engine: renderEngine(host, { from: "distribution", compose: true, user: "root" }),
  "engine-docker": renderEngine(host, { from: "docker", version: "28.5", compose: false, user: "deploy" }),
  daemon: renderDaemon(host, {}),
  "daemon-wanted": renderDaemon(host, { debug: true, labels: ["it's=ours"] }),
  update: renderUpdate(host, "2026-11"),
  "security-updates": renderSecurityUpdates(host),
  "no-security-updates": renderNoSecurityUpdates(host),
  time: renderTime(host),
  swap: renderSwap(host, "2GiB"),
  "no-swap": renderNoSwap(host),
  "undo-swap": renderUndo(host, owner, {
    wish: "swapFile",
    what: "the swap file",
    script: renderNoSwap(host),
  }),
  facts: renderFacts(host, "0123456789ab"),
};
