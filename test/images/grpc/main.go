// Command grpc is a server of gRPC's own interoperability tests, with the health service, and the client of these
// tests: what a call has to look like, gRPC's makers say.
package main

import (
	"log"
	"os"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 2 {
		log.Fatal("expected: serve, try or load")
	}
	switch os.Args[1] {
	case "serve":
		serve()
	case "try":
		try(os.Args[2:])
	case "load":
		load(os.Args[2:])
	default:
		log.Fatalf("%s: expected serve, try or load", os.Args[1])
	}
}
