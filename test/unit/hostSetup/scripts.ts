import { renderDaemon } from "../../../components/hostSetup/daemon";
import { renderEngine } from "../../../components/hostSetup/engine";
import { renderFacts } from "../../../components/hostSetup/facts";
import { renderKnown, renderMark, renderNoMark } from "../../../components/hostSetup/known";
import type { OwnMark } from "../../../components/hostSetup/marks";
import { renderSupported } from "../../../components/hostSetup/supported";
import { renderNoSwap, renderSwap } from "../../../components/hostSetup/swap";
import { renderTime } from "../../../components/hostSetup/time";
import { renderUndo } from "../../../components/hostSetup/undo";
import {
  renderNoSecurityUpdates,
  renderSecurityUpdates,
  renderUpdate,
} from "../../../components/hostSetup/updates";
import { wishesOf } from "../../../components/hostSetup/wishes";

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
