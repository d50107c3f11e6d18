import { componentProviderHost } from "@pulumi/pulumi/provider/experimental";
import { Home } from "./home";

componentProviderHost({ name: "homeport", components: [Home], dirname: __dirname });
