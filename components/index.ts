export type {
  AcmeCertificates,
  AuthorityCertificates,
  CertificateSource,
  Dns01,
  FileCertificates,
  Http01,
} from "./certificates/source";
export type { DockerHostArgs, LibvirtHost, LocalHost, SshHost } from "./dockerHost/args";
export { DockerHost } from "./dockerHost/component";
export type { Registries, RegistryLogin } from "./dockerHost/registries";
export type { DomainServiceArgs, ServiceVolume } from "./domainService/args";
export { defaultCapabilities } from "./domainService/capabilities";
export { DomainService } from "./domainService/component";
export type { DeployOrder } from "./domainService/part";
export type { HttpProbe, PlainProbe, Probe } from "./domainService/probe";
export type { Protocol } from "./domainService/protocol";
export type { ServicePort } from "./domainService/servicePort";
export type { TemporaryDirectory } from "./domainService/temporary";
export { EnvironmentNetwork, type EnvironmentNetworkArgs } from "./environmentNetwork";
export type { HaproxyFarmArgs } from "./haproxyFarm/args";
export { HaproxyFarm } from "./haproxyFarm/component";
export type { FarmTimeouts } from "./haproxyFarm/config";
export type { RateLimit } from "./haproxyFarm/rateLimit";
export type { ContainerService } from "./haproxyFarm/services";
export type { EngineSource, GitlabRunner, HostFirewall, HostSetup, RunnerPackage } from "./hostSetup/args";
export type { HostFacts } from "./hostSetup/facts";
export type { BridgeNetwork, NamedTemplate, NatNetwork, VirtualMachineArgs } from "./libvirt/args";
export type { SshDoor, SshKey, SshTarget } from "./machine/target";
export type { AppsHostSettings, FarmHostSettings, Settings } from "./settings/forComponents";
export { loadSettings, secretSetting } from "./settings/load";
export type { Place } from "./settings/places";
export type { AccessLog } from "./shared/accessLog";
export type { Limits } from "./shared/hardening";
export { defaultImages } from "./shared/image";
export type { MemorySize } from "./shared/size";
export type { AddressPlan } from "./shared/subnet";
export { describeServices, type ServiceSummary } from "./summary";
export type { PrivatePort, PublishedRouter, TraefikRouterArgs } from "./traefikRouter/args";
export { TraefikRouter } from "./traefikRouter/component";
