/** What speaks at which ports, by the other side. */
const byPort = (kinds: Readonly<Record<string, readonly number[]>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(kinds).flatMap(([kind, ports]) => ports.map((port) => [String(port), kind] as const)),
  );

/** Ports that are known for something else than HTTP. */
export const otherwise = byPort({
  "a game": [19132, 25565, 27015],
  "a VPN": [1194, 51820],
  BitTorrent: [6881, 51413],
  DNS: [53, 853],
  files: [139, 445, 548, 873, 2049],
  FTP: [21],
  IRC: [6667, 6697],
  mail: [25, 110, 143, 465, 587, 993, 995, 4190],
  MQTT: [1883, 8883],
  RTMP: [1935],
  RTSP: [554, 8554],
  SSH: [22, 222, 2022, 2222],
  synchronisation: [4001, 22000],
  telephony: [5060],
  TURN: [3478, 5349],
  voice: [9987, 10011, 30033, 64738],
  XMPP: [5222, 5269],
});

/** Ports of databases and caches: published for a person's own tools, as a rule. */
export const databases = byPort({
  Cassandra: [9042],
  CockroachDB: [26257],
  Kafka: [9092],
  LDAP: [389, 636],
  memcached: [11211],
  MongoDB: [27017],
  MySQL: [3306, 3307],
  NATS: [4222],
  Neo4j: [7687],
  PostgreSQL: [5432, 5433],
  RabbitMQ: [5672],
  Redis: [6379],
  "SQL Server": [1433],
  ZooKeeper: [2181],
});
