import pulumi
import pulumi_homeport as homeport

config = pulumi.Config()
images = config.require_object("images")
password = config.require_secret("database")

home = homeport.Home(
    "home",
    hosts=[homeport.HomeHostArgs(name="here", subnet="172.30.96.0/24")],
    ports=homeport.HomePortsArgs(http=8080, https=8443, stats=8404),
    bind_address="127.0.0.1",
    images=homeport.HomeImagesArgs(haproxy=images.get("haproxy"), traefik=images.get("traefik")),
    services=[
        homeport.HomeServiceArgs(
            name="site",
            domains=["site.example.org"],
            image=images.get("site", "nginxinc/nginx-unprivileged:1.29.3-alpine"),
            port=8080,
            replicas=2,
        )
    ],
    applications=[
        homeport.HomeApplicationArgs(
            name="pad",
            volumes={"db": homeport.HomePlaceArgs(backup="none")},
            containers={
                "db": homeport.HomeMemberArgs(
                    image="mariadb:11.8.5",
                    environment={"MARIADB_DATABASE": "pad", "MARIADB_ROOT_PASSWORD": password},
                    mounts=[homeport.HomeMountArgs(volume="db", path="/var/lib/mysql")],
                    health=homeport.HomeHealthArgs(command=["healthcheck.sh", "--connect"], start_seconds=60),
                ),
                "app": homeport.HomeMemberArgs(
                    image="etherpad/etherpad:2.5.2",
                    environment={
                        "DB_TYPE": "mysql",
                        "DB_HOST": "db",
                        "DB_NAME": "pad",
                        "DB_USER": "root",
                        "DB_PASS": password,
                    },
                    after={"db": "healthy"},
                    web=[homeport.HomeWebArgs(domains=["pad.example.org"], port=9001)],
                ),
            },
        )
    ],
)

pulumi.export("addresses", home.addresses)
pulumi.export("authority", home.authority)
