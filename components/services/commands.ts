import { besideFunctions, clearOthers, clearOthersBut } from "../hosts/exchange/beside";
import { haltFunction } from "../hosts/exchange/halt";
import { swapFunctions } from "../hosts/exchange/swap";
import { othersFunction, type Thing } from "../hosts/exchange/thing";
import { alone } from "../hosts/exchange/unbroken";
import { routerGroup } from "../router/config";
import { blot, lastLines, shellInside } from "../shared/inside";
import { pollFunction, quote } from "../shared/shell";
import type { Titled } from "../shared/titled";
import { healthFunctions } from "./health";
import { type Asked, notReadyFunction } from "./notReady";
import { probeFunction } from "./probing";
import { fileOf, renderWithdraw } from "./publish";
import type { Way } from "./ways";

// Root inside the container: the router itself, another user, cannot change its routes. What is written belongs
// to the router's group, so that it can read what nobody else may.
const insideRouter = (router: string): string => shellInside(router, "-u", `0:${routerGroup}`);

/** Containers that are to serve, and what is known of those before them. */
export interface Published extends Omit<Asked, "inRouter"> {
  readonly router: string;
  readonly thing: Thing;
  readonly containers: readonly string[];
  /**
   * Further ways into the containers.
   * @default none
   */
  readonly also?: readonly Way[];
  /**
   * How long they may take until the engine, which watches their health, calls them healthy, in seconds.
   * @default that is not waited for
   */
  readonly healthySeconds?: number;
  /** Whether the only container may not run beside those before it. */
  readonly stopFirst: boolean;
  /** How long a container that goes may take to end, in seconds. */
  readonly stopSeconds: number;
  /**
   * Whether routes of other services lead to its containers, to ask who gets in. These change after its own: what has served
   * until now goes with the end of the update.
   * @default false
   */
  readonly isAsked?: boolean;
  /**
   * Shell function `may_start`, where nothing has started the containers yet: it fails where they may not.
   * @default they run already; one that may not run beside those before it is started without a question
   */
  readonly mayStart?: string;
}

/**
 * Publishes a service's route; the script inside names the container that is not ready. What an update that was killed
 * has left behind goes when nothing is sent there any more.
 */
export const publishCommand = (published: Published): Titled => ({
  title: `publish the route of ${published.service}`,
  unbroken: published.stopFirst,
  script: published.stopFirst ? oneAfterTheOther(published) : besideTheOld(published),
});

const besideTheOld = (published: Published): string =>
  published.mayStart === undefined
    ? `${functions(published)}
${published.isAsked ? `${servedBefore(published)}\n` : ""}publish || exit 1
${othersFunction(published.thing, published.containers)}
${haltFunction(published.stopSeconds)}
${published.isAsked ? clearOthersBut : clearOthers}`
    : `${functions(published)}
${besideFunctions(published)}
${published.mayStart}
may_start && start_all || exit 1
publish || { give_up; exit 1; }
${clearOthers}`;

const servedBefore = ({ router, service }: Published): string => `# The route tells who has served until now.
  served=$(docker exec ${router} sed -n 's|.*url: [a-z0-9]*://\\(.*\\):[0-9]*$|\\1|p' ${fileOf(service)} 2>/dev/null)
  served=" $(echo $served) "`;

const oneAfterTheOther = (published: Published): string => {
  const {
    thing,
    router,
    containers,
    port,
    readySeconds,
    stopSeconds: graceSeconds,
    healthySeconds = readySeconds,
    also = [],
  } = published;
  const starting = healthySeconds - readySeconds;
  const [container = ""] = containers;
  return `${alone(thing, graceSeconds + readySeconds * (1 + also.length) + starting)}
${functions(published)}
${swapFunctions({ thing, container, graceSeconds })}
${published.mayStart === undefined ? "" : `${published.mayStart}\nmay_start || exit 1\n`}look
swap && publish || {
  ${servedBefore(published)}
  case $served in *" $container "*) exit 1 ;; esac
  known=$(printf '%s\\n' "$all" | awk -v served="$served" 'index(served, " " $1 " ") { print $1 }')
  [ -z "$known" ] || former=$known
  back || exit 1
  set -- $former
  ${insideRouter(router)} -c ${quote(again(published))} sh "$1:${port}" </dev/null && echo "$1 serves again, as before" >&2 ||
    echo "$1 runs again, and does not answer yet after ${readySeconds} s" >&2
  exit 1
}
clear_away`;
};

const again = (published: Published): string => `${pollFunction}
${probeFunction(published)}
poll ${published.readySeconds} probe "$1"`;

const functions = (published: Published): string => {
  const { router, containers, healthySeconds, also = [], readySeconds } = published;
  const inRouter = insideRouter(router);
  return `${notReadyFunction({ ...published, inRouter })}
${healthySeconds === undefined ? "" : healthFunctions(containers, healthySeconds)}publish() {
${healthySeconds !== undefined ? "  healthy_in_time || return 1\n" : ""}  failed=$(${insideRouter(router)}) && return
  answer=$(printf '%s\\n' "$failed" | tail -n +2 | ${blot})
  failed=$(printf '%s\\n' "$failed" | head -n 1)
${also.length > 0 ? wayOf(also.map((way) => ({ ...way, readySeconds, inRouter }))) : ""}  [ -z "$failed" ] || not_ready "$failed" "$answer"
  ${lastLines(`"\${failed:-${router}}"`)}
  return 1
}`;
};

/** Behind the name of the container stands that of the way in that failed, where it is not the first. */
const wayOf = (also: readonly Asked[]): string => `  case $failed in
${also.map((asked) => `  *" ${asked.service}") ${notReadyFunction(asked)} ;;`).join("\n")}
  esac
  failed=\${failed%% *}
`;

/** Takes a service's route away; a router that is gone has none. A host that is not reached has told nothing (255). */
export const withdrawCommand = (service: string, router: string, drainSeconds: number): Titled => ({
  title: `withdraw the route of ${service}`,
  script: `${insideRouter(router)} -c ${quote(renderWithdraw(service, drainSeconds))} || { docker inspect ${router} >/dev/null 2>&1; [ $? -eq 1 ]; }`,
});
