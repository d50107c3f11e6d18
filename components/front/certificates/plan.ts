import { askedOtherwise, renderListLine } from "./list";
import { pathOf, type StoredFile, storedFile } from "./store";

/** What is known of a certificate without its key. */
export interface PublicCertificate {
  readonly service: string;
  readonly domains: readonly string[];
  /** The certificate and, below it, those of who issued it, as PEM. */
  readonly chain: string;
  /**
   * Authorities of which a visitor has to show a certificate, as PEM.
   * @default visitors need none
   */
  readonly clientAuthority?: string;
}

/** Files of the store that a farm's certificates become, with their names alone where they hold a key. */
export interface StorePlan {
  readonly list: StoredFile;
  /** In the order of the certificates. */
  readonly leaves: readonly StoredFile[];
  readonly clients: readonly StoredFile[];
}

/** Plans the store of a farm. A leaf's text is its chain: the key is for the one who may know it. */
export function planStore(certificates: readonly PublicCertificate[]): StorePlan {
  const leaves = certificates.map(({ service, chain }) => storedFile(service, chain, chain));
  const clients = certificates.map(clientsFile);
  const lines = certificates.map((certificate, at) => {
    const trusted = clients[at];
    return renderListLine({
      file: pathOf(leaves[at] as StoredFile),
      domains: certificate.domains,
      clientAuthority: trusted && pathOf(trusted),
      except: askedOtherwise(certificate, certificates),
    });
  });
  const list = `${lines.join("\n")}\n`;
  return {
    list: storedFile("list", list, list),
    leaves,
    clients: clients.filter((file) => file !== undefined),
  };
}

/** The file with the authorities of a service's visitors. */
export const clientsFile = ({
  service,
  clientAuthority,
}: Pick<PublicCertificate, "service" | "clientAuthority">): StoredFile | undefined =>
  clientAuthority ? storedFile(`${service}-clients`, clientAuthority, clientAuthority) : undefined;
