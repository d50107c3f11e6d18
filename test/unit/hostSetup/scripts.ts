import { renderDaemon } from "../../../components/hostSetup/daemon";
import { renderEngine } from "../../../components/hostSetup/engine";
import { renderFacts } from "../../../components/hostSetup/facts";
import { renderKnown, renderMark, renderNoMark } from "../../../components/hostSetup/known";
import { renderSupported } from "../../../components/hostSetup/supported";
import { renderNoSwap, renderSwap } from "../../../components/hostSetup/swap";
import { renderTime } from "../../../components/hostSetup/time";
import {
  renderNoSecurityUpdates,
  renderSecurityUpdates,
  renderUpdate,
} from "../../../components/hostSetup/updates";

const host = "apps";
const origin = { project: "homeport", stack: "prod" };

/** Every script of set-up, with all that its options can change. */
export const scripts: Readonly<Record<string, string>> = {
  supported: renderSupported(host),
  mark: renderMark(host, origin),
  "no-mark": renderNoMark(host, origin),
  known: renderKnown(host, origin),
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
  facts: renderFacts(host, "0123456789ab"),
};
