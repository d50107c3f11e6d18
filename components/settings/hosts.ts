import { z } from "zod";
import { farmHostSchema, otherHostSchema } from "../hosts/dockerHost/check";
import { expecting } from "../shared/expecting";
import { addressSchema, privateAddressSchema, subnet6Schema, subnetSchema } from "../shared/schemas";

/** Where an environment is on a host beside the farm's. */
const place = {
  subnet: subnetSchema.optional().describe("the environment's network there; by default network.subnet."),
  subnet6: subnet6Schema.optional().describe("its part of IPv6 there; by default network.subnet6."),
  privateAddress: privateAddressSchema
    .optional()
    .describe("private address of the host, for its router's port; by default its address."),
  farmAddress: addressSchema
    .optional()
    .describe(
      "address from which the farm's connections arrive there; by default network.privateAddress, for a VM behind NAT required.",
    ),
};

/** The hosts of the program: the farm's, and one for the applications. */
export const hostsSchema = z
  .strictObject(
    {
      infra: farmHostSchema.prefault({ kind: "local" }).describe("The farm's host."),
      apps: otherHostSchema(place)
        .optional()
        .describe(
          "Host of the public applications; by default they run on the farm's. A VM of kind libvirt runs on the farm's.",
        ),
    },
    expecting(
      "a group of settings",
      "{ apps: { kind: ssh, address: 10.0.0.12, hostKey: ssh-ed25519 AAAA… } }",
    ),
  )
  .prefault({})
  .describe("Machines with a Docker engine.");

/** Checked hosts with every default filled in. */
export type DeclaredHosts = z.infer<typeof hostsSchema>;
export type FarmHost = DeclaredHosts["infra"];
export type AppsHost = NonNullable<DeclaredHosts["apps"]>;
