import { isEveryAddress } from "../../shared/address";

/** Of one of the two hosts, all that keepalived is told there. */
export interface VirtualAddressHost {
  /** By which this address is told from others on the host, in names of files too. */
  readonly instance: string;
  readonly address: string;
  readonly bits: number;
  readonly routerId: number;
  /** Of two that have the address at once, the one with more keeps it. */
  readonly priority: number;
  /** The host's own address, and that of the other one. */
  readonly own: string;
  readonly peer: string;
  /** Where the farm shows its statistics to its host. */
  readonly statistics: { readonly address: string; readonly port: number };
}

/** Stands for the interface that has the host's own address, which is known on the host alone. */
export const interfaceMark = "@interface@";

export const keepalivedFolder = "/etc/keepalived";
export const configFile = `${keepalivedFolder}/keepalived.conf`;
export const instancesFolder = `${keepalivedFolder}/homeport`;
export const firstLine = "# Written by Homeport.";

/**
 * Renders what is said for all addresses of a host.
 * @see https://www.keepalived.org/manpage.html
 */
export const renderGlobal = (): string => `${firstLine}
global_defs {
  enable_script_security
  script_user nobody
  # An interface may be up before anything gets through.
  vrrp_startup_delay 5
  # Who has missed the news is told again.
  vrrp_garp_master_refresh 60
  vrrp_garp_lower_prio_repeat 2
}
include ${instancesFolder}/*.conf
`;

export const askFile = ({ instance }: Pick<VirtualAddressHost, "instance">): string =>
  `${instancesFolder}/${instance}.ask`;

/** Renders how one address is kept. Neither takes it back from the other, as that would end connections once more. */
export const renderInstance = (host: VirtualAddressHost): string => {
  const { instance, address, bits, routerId, priority, own, peer } = host;
  return `vrrp_script ${instance} {
  script "${askFile(host)}"
  interval 1
  timeout 2
  fall 2
  rise 2
}
vrrp_instance ${instance} {
  state BACKUP
  nopreempt
  interface ${interfaceMark}
  virtual_router_id ${routerId}
  priority ${priority}
  advert_int 1
  unicast_src_ip ${own}
  unicast_peer {
    ${peer}
  }
  virtual_ipaddress {
    ${address}/${bits} dev ${interfaceMark}
  }
  track_script {
    ${instance}
  }
}
`;
};

/**
 * Renders the script that asks whether the farm is at work: by its statistics, which answer whatever has become of services.
 * Two farms that judged one dead service would leave nobody with the address.
 */
export const renderAsk = ({ statistics: { address, port } }: VirtualAddressHost): string => `#!/bin/bash
exec 3<>/dev/tcp/${isEveryAddress(address) ? "127.0.0.1" : address}/${port} || exit 1
printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3
read -r -t 2 version _ <&3
[[ $version == HTTP/1.* ]]
`;

/**
 * Renders what systemd is told. Whoever is killed leaves its address behind, and a machine that lives would answer for it
 * beside the other one.
 */
export const renderUnit = (): string => `${firstLine}
[Unit]
StartLimitIntervalSec=0

[Service]
Restart=always
RestartSec=1
`;

export const renderUnitOf = ({ address }: Pick<VirtualAddressHost, "address">): string => `${firstLine}
[Service]
ExecStopPost=-/sbin/ip address flush to ${address}/32 dev ${interfaceMark}
`;
