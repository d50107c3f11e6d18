import { isWildcard } from "../../shared/domain";
import { byCode } from "../../shared/order";
import { type LiveFile, liveFile } from "../haproxy/live";
import { decisionsOf, type RoutedClaim } from "./decisions";

/** A name with the paths at and below one, and the service that has them. */
export interface ServicePlace {
  readonly service: string;
  readonly domain: string;
  /** @default all paths that nobody else has */
  readonly prefix?: string;
}

/** Derives which service gets the requests of which names and paths. */
export const placesOf = (
  claims: readonly (RoutedClaim & { readonly serviceName: string })[],
): ServicePlace[] =>
  decisionsOf(claims).flatMap(({ name, claims: own }) =>
    own.map(({ serviceName, pathPrefix }) => ({ service: serviceName, domain: name, prefix: pathPrefix })),
  );

/** The list by which the farm finds the service: names and services come and go in it without a reload. */
export const placesFile = (places: readonly ServicePlace[]): LiveFile =>
  liveFile(
    "places",
    places
      .map(({ service, domain, prefix = "" }) => `${domain}${prefix}/ ${service}\n`)
      .sort(byCode)
      .join(""),
  );

/** Name of a variable with the service that a request is for. */
export const serviceVariable = "txn.service";

/** Rules by which a request knows its service. Of all prefixes that fit, the longest is found. */
export function placeRules(places: readonly ServicePlace[]): string[] {
  const { path } = placesFile(places);
  const found = `concat(,txn.asked,/),map_beg(${path})`;
  return [
    "http-request set-var(txn.asked) path",
    `http-request set-var(${serviceVariable}) var(txn.domain),${found}`,
    ...(places.some(({ domain }) => isWildcard(domain))
      ? [
          `http-request set-var(${serviceVariable}) var(txn.below),regsub(^[^.]*,*),${found} if !{ var(${serviceVariable}) -m found }`,
        ]
      : []),
  ];
}

/** Condition of requests for a service. */
export const isFor = (service: string): string => `{ var(${serviceVariable}) -m str ${service} }`;
