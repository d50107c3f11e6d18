import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts, HomeFacts, HostFacts } from "../facts/home";
import type { Finding } from "../judge/finding";
import { renderBehind } from "./behind";
import { renderContainers } from "./containers";
import { renderFindings } from "./findings";
import type { Look } from "./look";
import { ago, span } from "./units";
import { renderCertificates, renderRehearsed, renderVolumes } from "./volumes";

/** Renders one screen: what is wrong first, then each environment, then what is ahead of another. */
export function renderScreen(facts: HomeFacts, findings: readonly Finding[], look: Look): string {
  const now = Date.parse(facts.askedAt);
  const { environments, behind } = facts;
  if (environments.every(({ hosts }) => hosts.length === 0) && findings.length === 0)
    return `${facts.project} runs nothing yet; what begins it: ${npx("pulumi up")}\n`;
  return [
    renderFindings(findings, look),
    ...environments.map((one) => renderEnvironment(one, now, look)),
    ...behind.map((one) => renderBehind(one, look)),
  ].join("\n");
}

function renderEnvironment(environment: EnvironmentFacts, now: number, look: Look): string {
  const { stack, hosts, proxies, volumes, certificates } = environment;
  const { paint } = look;
  const title = `${paint("bold", `── ${stack} ──`)} ${renderUpdate(environment, now)}\n`;
  if (hosts.length === 0) return title;
  return [
    title,
    `   on ${hosts.map((one) => renderHost(one, look)).join("; ")}\n`,
    renderContainers(environment, now, look),
    ...(volumes.length > 0 ? [renderVolumes(environment, now, look)] : []),
    ...environment.backups.map((one) => renderRehearsed(one, now, look)),
    ...(proxies.some(({ role }) => role === "farm") &&
    !environment.asleep &&
    ("notAsked" in certificates || certificates.known.length > 0)
      ? [renderCertificates(environment, now, look)]
      : []),
  ].join("");
}

function renderUpdate({ update, asleep }: EnvironmentFacts, now: number): string {
  const sleeps = asleep
    ? `${asleep.running.length > 0 ? "half " : ""}asleep for ${span(now - Date.parse(asleep.since))}, `
    : "";
  if (!update) return `${sleeps}nobody knows when it was updated`;
  const { succeeded, ended, commit } = update;
  const said = succeeded ? "updated" : "update FAILED";
  return [
    `${sleeps}${said} ${ago(ended, now)}`,
    ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
  ].join(", ");
}

function renderHost({ name, endpoint, engine }: HostFacts, { paint }: Look): string {
  if ("notAsked" in engine) return paint("red", `${name}: could not ask`);
  const where = endpoint.startsWith("ssh://") ? `, ${endpoint}` : "";
  return `${name} (Docker ${engine.known}${where})`;
}
