import type { Look } from "../status/render/look";
import { renderColumns } from "../status/render/table";
import { bytes } from "../status/render/units";
import type { PathTraffic, ServiceTraffic, Traffic } from "./tally";

/** What a farm was asked for, and whose it is. */
export interface FarmTraffic extends Traffic {
  readonly stack: string;
  readonly farm: string;
}

/** Renders what a farm was asked for. */
export function renderTraffic({ stack, farm, ...traffic }: FarmTraffic, look: Look): string {
  const { from, to, services, paths, monitor, atLeast } = traffic;
  const asked = monitor > 0 ? `   Its monitor asked ${count(monitor)} times, which is not counted.\n` : "";
  const title = look.paint("bold", `── ${stack}, ${farm} ──`);
  if (from === undefined) return `${title} nobody has asked for anything\n${asked}`;
  return [
    `${title} ${moment(from)} to ${moment(to ?? from)}\n`,
    renderServices(services, look),
    renderPaths(paths, look),
    renderAddresses(services, look),
    asked,
    atLeast ? "   There is more than is kept: some of these counts are too low.\n" : "",
    services.every(isFailing) ? `   ${failuresAlone}\n` : "",
  ].join("");
}

/** Times are by UTC, as in the log. */
const moment = (time: string): string => time.replace("T", " ").replace(/(:\d\d)(:\d\d)?Z$/, "$1");

const isFailing = ({ requests, errors, refused, left }: ServiceTraffic): boolean =>
  errors + refused + left === requests;

const failuresAlone = 'Nothing went well, or the farm logs failures alone (accessLog: "failures").';

const count = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** Numbers stand below each other by their ends. */
const aligned = (rows: readonly (readonly string[])[], columns: readonly number[]): string[][] =>
  rows.map((row) =>
    row.map((cell, at) =>
      columns.includes(at) ? cell.padStart(Math.max(...rows.map((one) => (one[at] ?? "").length))) : cell,
    ),
  );

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[],
  giving: { readonly column: number; readonly least: number },
  { paint, columns }: Look,
): string {
  const [names = [], ...lines] = aligned([head, ...rows], numbers);
  return renderColumns({
    head: names.map((one) => paint("dim", one)),
    rows: lines,
    width: columns,
    giving: [giving],
  });
}

const renderServices = (services: readonly ServiceTraffic[], look: Look): string =>
  table(
    ["", "SERVICE", "REQUESTS", "5XX", "4XX", "LEFT", "SENT"],
    services.map((one) => [
      ...[" ", one.service, count(one.requests), count(one.errors), count(one.refused), count(one.left)],
      bytes(one.sent),
    ]),
    [2, 3, 4, 5, 6],
    { column: 1, least: 10 },
    look,
  );

const renderPaths = (paths: readonly PathTraffic[], look: Look): string =>
  table(
    ["", "SLOWEST PATHS", "REQUESTS", "MEAN", "LONGEST"],
    paths.map((one) => [" ", one.path, count(one.requests), lasting(one.mean), lasting(one.longest)]),
    [2, 3, 4],
    { column: 1, least: 10 },
    look,
  );

const renderAddresses = (services: readonly ServiceTraffic[], look: Look): string =>
  table(
    ["", "BUSIEST ADDRESSES", "REQUESTS", "OF"],
    services.flatMap(({ service, addresses }) =>
      addresses.map(({ address, requests }) => [" ", address, count(requests), service]),
    ),
    [2],
    { column: 3, least: 10 },
    look,
  );

/** A length of time with three digits at most. */
function lasting(milliseconds: number): string {
  if (milliseconds < 1_000) return `${milliseconds} ms`;
  const seconds = milliseconds / 1_000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
