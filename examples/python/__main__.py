import pulumi
import pulumi_homeport as homeport

images = pulumi.Config().require_object("images")

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
)

pulumi.export("addresses", home.addresses)
pulumi.export("authority", home.authority)
