/** Types of resources that a note tells more of than that they change. */
export const types = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  engine: "pulumi:providers:docker",
  command: "command:local:Command",
  service: "homeport:index:DomainService",
  application: "homeport:index:Application",
  /** One of an application's containers, with its replicas. */
  member: "homeport:index:ApplicationContainer",
  /** A database of the environment's, outside of applications. */
  database: "homeport:index:Database",
  /** What a service has on one of several hosts. */
  part: "homeport:index:ServiceOnHost",
  farm: "homeport:index:HaproxyFarm",
  port: "homeport:index:PortService",
  backups: "homeport:index:Backups",
  monitor: "homeport:index:Monitor",
  router: "homeport:index:TraefikRouter",
  place: "homeport:index:EnvironmentNetwork",
  host: "homeport:index:DockerHost",
  stack: "pulumi:pulumi:Stack",
} as const;
