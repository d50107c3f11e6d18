export type {
  ApplicationArgs,
  ApplicationContainer,
  ApplicationJob,
  ApplicationMount,
  ApplicationPlace,
  Condition,
  Web,
} from "./applications/args";
export { Application } from "./applications/component";
export type { DatabaseAccess } from "./applications/databases";
export type { BackupsArgs, DailySchedule, Keep, OftenSchedule, Schedule } from "./backups/args";
export { Backups } from "./backups/component";
export type {
  DirectoryRepository,
  Repository,
  RestRepository,
  S3Repository,
  SftpRepository,
} from "./backups/repository";
export type { ContainerArgs, Device, Ulimit } from "./containers/args";
export { defaultCapabilities, dockerCapabilities } from "./containers/capabilities";
export type { EnvironmentFile } from "./containers/environmentFiles";
export type { ContainerFile } from "./containers/files";
export type { Health } from "./containers/health";
export type { Logging, Restart } from "./containers/logging";
export type { TemporaryDirectory } from "./containers/temporary";
export type {
  DatabaseArgs,
  DatabaseEngineArgs,
  DatabaseKind,
  DatabaseSettings,
  Rehearsal,
} from "./databases/args";
export { Database } from "./databases/component";
export type {
  AcmeCertificates,
  AuthorityCertificates,
  CertificateSource,
  Dns01,
  FarmCertificates,
  FileCertificates,
  Http01,
} from "./front/certificates/source";
export type { HaproxyFarmArgs } from "./front/farm/args";
export type { Behind } from "./front/farm/behind";
export { HaproxyFarm } from "./front/farm/component";
export type { OwnStatus } from "./front/farm/errorPages";
export type { Maintenance } from "./front/farm/maintenance";
export type { RateLimit } from "./front/farm/rateLimit";
export type { ContainerService, DiscoveredDomains } from "./front/farm/services";
export type { FarmTimeouts } from "./front/farm/timeouts";
export type { AtMost, PerAddress } from "./front/haproxy/perAddress";
export type { VirtualAddressArgs } from "./front/virtualAddress/args";
export { VirtualAddress } from "./front/virtualAddress/component";
export type { DockerHostArgs, LibvirtHost, LocalHost, SshHost } from "./hosts/dockerHost/args";
export { DockerHost } from "./hosts/dockerHost/component";
export type { Registries, RegistryLogin } from "./hosts/dockerHost/registries";
export type {
  EngineSource,
  GitlabRunner,
  HostFirewall,
  HostSetup,
  RunnerPackage,
} from "./hosts/hostSetup/args";
export type { HostFacts } from "./hosts/hostSetup/facts";
export type { BridgeNetwork, NamedTemplate, NatNetwork, VirtualMachineArgs } from "./hosts/libvirt/args";
export type { SshDoor, SshKey, SshTarget } from "./hosts/machine/target";
export type { AlertName, Threshold, Thresholds } from "./monitor/alerts";
export type { MonitorArgs, OtherHome, Retention } from "./monitor/args";
export { Monitor } from "./monitor/component";
export type { MonitorPageArgs, PageArgs, StatusPageArgs } from "./monitor/page/args";
export { MonitorPage, StatusPage } from "./monitor/page/component";
export type {
  GotifyReceiver,
  MailReceiver,
  MatrixReceiver,
  NtfyReceiver,
  Receiver,
  TelegramReceiver,
  WebhookReceiver,
} from "./monitor/receivers";
export type { EnvironmentNetworkArgs } from "./network/args";
export { EnvironmentNetwork } from "./network/environmentNetwork";
export type { PortProbe, PortServiceArgs } from "./ports/args";
export { PortService } from "./ports/component";
export type { PrivatePort, PublishedRouter, TraefikRouterArgs } from "./router/args";
export { TraefikRouter } from "./router/component";
export type { DomainServiceArgs, ServiceVolume } from "./services/args";
export { DomainService } from "./services/component";
export type { DeployOrder } from "./services/part";
export type { HttpProbe, PlainProbe, Probe } from "./services/probe";
export type { Protocol } from "./services/protocol";
export type { Served } from "./services/served";
export type { ServicePort } from "./services/servicePort";
export type { ServiceTimeouts } from "./services/serviceTimeouts";
export type { SignIn } from "./services/signIn";
export type { UdpPort } from "./services/udp";
export type { FilesBackup, KeptBackup, SqliteBackup, VolumeBackup } from "./services/volumeBackup";
export type { AppsHostSettings, FarmHostSettings, Settings } from "./settings/forComponents";
export { loadSettings, secretSetting } from "./settings/load";
export type { Place } from "./settings/places";
export type { AccessLog } from "./shared/accessLog";
export type { Limits } from "./shared/hardening";
export { defaultImages } from "./shared/image";
export type { DataSize, MemorySize } from "./shared/size";
export type { AddressPlan } from "./shared/subnet";
export { describePorts, describeServices, type PortSummary, type ServiceSummary } from "./summary";
