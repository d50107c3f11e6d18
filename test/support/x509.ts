// x509 stands on tsyringe, which refuses to load without this.
import "reflect-metadata";

export * from "@peculiar/x509";
