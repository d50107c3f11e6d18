import { basename } from "node:path";
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { defaultImages } from "../../shared/image";
import type { Haproxy } from "../haproxy/process";
import { certificatesDirectory, judgePath, takenList, takenName } from "../haproxy/taken";
import { checkFiles } from "./files";
import { type FormerName, formerList, renderFormer } from "./former";
import { makeKeeper } from "./keeper/component";
import { askedOtherwise, fileNameOf, renderListLine } from "./list";
import { clientsFile } from "./plan";
import { type ProvidedCertificates, placeholderOf, type WantedCertificate } from "./provide";
import type { FileCertificates } from "./source";
import { pathOf } from "./store";
import { storeFiles } from "./storing";

/** Certificates of a directory that something else writes to, at any time. */
export interface KeptDirectory {
  /** Directory of the farm's host, in certbot's layout. */
  readonly directory: string;
  /** The volume in which HAProxy finds them. */
  readonly volume: docker.Volume;
  readonly keeperImage?: string;
  /** The configuration by which the farm's HAProxy judges a certificate alone. */
  readonly judge: string;
  /** Whether a name without a usable certificate fails the update. */
  readonly strict: boolean;
}

type KeptService = pulumi.Unwrap<WantedCertificate>;

/** Has somebody else's certificates brought to a farm's HAProxy. */
export function provideFromFiles(
  haproxy: Haproxy,
  { directory }: FileCertificates,
  kept: Omit<KeptDirectory, "directory" | "strict">,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const domains = wanted.flatMap((one) => one.domains);
  checkFiles(haproxy.name, { host: haproxy.network.host, directory, domains });
  return provideKept(haproxy, { ...kept, directory, strict: true }, wanted, parent);
}

/** Has certificates brought to a farm's HAProxy whenever they change. */
export function provideKept(
  haproxy: Haproxy,
  { directory, volume, keeperImage, judge, strict }: KeptDirectory,
  wanted: readonly WantedCertificate[],
  parent: pulumi.Resource,
): ProvidedCertificates {
  const { name, network } = haproxy;
  const placeholder = placeholderOf(haproxy, parent);
  const known = pulumi.all(
    wanted.map(({ service, domains, clientAuthority }) =>
      pulumi.output({ service, domains, clientAuthority }),
    ),
  );
  const files = pulumi
    .all([placeholder.file, known])
    .apply(([file, services]) => [
      file,
      { name: basename(judgePath), text: judge },
      ...services.map(clientsFile).filter((clients) => clients !== undefined),
    ]);
  const former = strict ? undefined : known.apply((services) => renderFormer(namesOf(services)));
  const stored = storeFiles(haproxy, "certificates", files, parent, { former });
  const keeper = makeKeeper(
    name,
    {
      network,
      image: keeperImage ?? defaultImages.keeper,
      directory,
      certificates: volume.name,
      farmVolume: haproxy.volume.name,
      lines: known.apply(keptLines),
      strict,
      // The first gives the volume its owner, the second writes what the list may name.
      after: [haproxy.started, stored],
    },
    parent,
  );
  return {
    shown: {
      list: pulumi.output(takenList),
      set: takenName,
      former: strict ? undefined : formerList,
      placeholder: placeholder.path,
    },
    ready: [stored, keeper.ready],
    keeper: keeper.neighbour,
  };
}

/** A line for each name: what covers it may be a certificate of its own or one of many names. */
export const keptLines = (services: readonly KeptService[]): Record<string, string> =>
  Object.fromEntries(
    namesOf(services).map(({ domain, ...asked }) => [
      domain,
      renderListLine({
        file: `${certificatesDirectory}/${fileNameOf(domain)}.pem`,
        domains: [domain],
        ...asked,
      }),
    ]),
  );

const namesOf = (services: readonly KeptService[]): FormerName[] =>
  services.flatMap((service) => {
    const { domains, clientAuthority } = service;
    const clients = clientsFile(service);
    return domains.map((domain) => ({
      domain,
      clientAuthority: clients && pathOf(clients),
      except: askedOtherwise({ domains: [domain], clientAuthority }, services),
    }));
  });
