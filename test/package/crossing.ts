/** Compiled with all the rest and never run: it does not compile where a component has an option that the facade lacks. */
import type {
  ApplicationArgs,
  ApplicationContainer,
  ApplicationJob,
  ApplicationMount,
  ApplicationPlace,
  BackupsArgs,
  DatabaseEngineArgs,
  DatabaseSettings,
  DomainServiceArgs,
  HaproxyFarmArgs,
  Keep,
  KeptBackup,
  MonitorArgs,
  MonitorPageArgs,
  OtherHome,
  PortServiceArgs,
  Receiver,
  Repository,
  Retention,
  Schedule,
  ServicePort,
  ServiceVolume,
  SshDoor,
  SshTarget,
  StatusPageArgs,
  Threshold,
  UdpPort,
  VirtualAddressArgs,
  Web,
} from "homeport";
import type { HomeApplication, HomeJob, HomeMember, HomeMount, HomePlace } from "../../facade/applications";
import type { HomeArgs } from "../../facade/args";
import type { HomeBackups, HomeKeep, HomeKept, HomeRepository, HomeSchedule } from "../../facade/backups";
import type { HomeDatabase, HomeDatabaseEngine } from "../../facade/databases";
import type { HomeVirtualAddress } from "../../facade/fronts";
import type { HomeJump, HomeSsh } from "../../facade/hosts";
import type {
  HomeElsewhere,
  HomeMonitor,
  HomeReceiver,
  HomeRetention,
  HomeThreshold,
} from "../../facade/monitor";
import type { HomePage, HomeStatusPage } from "../../facade/pages";
import type { HomePortService, HomeUdp } from "../../facade/ports";
import type { HomeService, HomeVolume } from "../../facade/services";
import type { HomePort, HomeWeb } from "../../facade/ways";

type Left<All, Given, Known extends keyof All = never> = Exclude<keyof All, keyof Given | Known>;
/** All options of all kinds. */
type Every<Kind> = { [Option in Kind extends Kind ? keyof Kind : never]: unknown };
type MonitorImages = "image" | "alertmanagerImage" | "probesImage" | "agentImage";
type None<Options extends never> = Options;

/** What the components can be told, the facade can, but for what docs/other-languages.md names. */
export type Crossing = [
  None<Left<DomainServiceArgs, HomeService, "router">>,
  None<Left<ServicePort, HomePort>>,
  None<Left<PortServiceArgs, HomePortService, "network" | "readiness" | "image">>,
  None<Left<UdpPort, HomeUdp>>,
  None<Left<ServiceVolume, HomeVolume>>,
  None<Left<ApplicationArgs, HomeApplication, "router">>,
  None<Left<ApplicationContainer, HomeMember, "hosts">>,
  None<Left<ApplicationPlace, HomePlace>>,
  None<Left<ApplicationMount, HomeMount>>,
  None<Left<ApplicationJob, HomeJob>>,
  None<Left<Web, HomeWeb>>,
  None<Left<DatabaseSettings, HomeDatabase>>,
  None<Left<DatabaseEngineArgs, HomeDatabaseEngine>>,
  None<Left<VirtualAddressArgs, HomeVirtualAddress, "farms">>,
  None<Left<HaproxyFarmArgs, HomeArgs, "network" | "image" | "keeperImage" | "legoImage" | Tuning>>,
  None<Left<MonitorArgs, HomeMonitor, "farm" | "services" | MonitorImages>>,
  None<Left<OtherHome, HomeElsewhere>>,
  None<Left<Threshold, HomeThreshold>>,
  None<Left<Retention, HomeRetention>>,
  None<Left<Every<Receiver>, HomeReceiver>>,
  None<Left<MonitorPageArgs, HomePage, "router" | "image">>,
  None<Left<StatusPageArgs, HomeStatusPage, "router" | "image">>,
  None<Left<BackupsArgs, HomeBackups, "network" | "image" | "sqliteImage">>,
  None<Left<Every<Repository>, HomeRepository>>,
  None<Left<Every<Schedule>, HomeSchedule>>,
  None<Left<Keep, HomeKeep>>,
  None<Left<Every<KeptBackup>, HomeKept>>,
  None<Left<SshTarget, HomeSsh, "key">>,
  None<Left<SshDoor, HomeJump, "key">>,
];

type Tuning = "timeouts" | "maxConnections" | "perAddress" | "accessLog" | "limits";
