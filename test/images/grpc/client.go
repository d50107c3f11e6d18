package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
)

type call = func(context.Context, testgrpc.TestServiceClient, ...grpc.CallOption)

// The names are those of gRPC's own list of interoperability tests.
var calls = map[string]call{
	"empty_unary":                 interop.DoEmptyUnaryCall,
	"large_unary":                 interop.DoLargeUnaryCall,
	"client_streaming":            interop.DoClientStreaming,
	"server_streaming":            interop.DoServerStreaming,
	"ping_pong":                   interop.DoPingPong,
	"empty_stream":                interop.DoEmptyStream,
	"timeout_on_sleeping_server":  interop.DoTimeoutOnSleepingServer,
	"cancel_after_begin":          interop.DoCancelAfterBegin,
	"cancel_after_first_response": interop.DoCancelAfterFirstResponse,
	"custom_metadata":             interop.DoCustomMetadata,
	"status_code_and_message":     interop.DoStatusCodeAndMessage,
	"special_status_message":      interop.DoSpecialStatusMessage,
}

// How a server is reached: ADDRESS --name NAME --ca FILE; without a file, by plain HTTP/2.
type way struct {
	flags    *flag.FlagSet
	address  string
	name, ca *string
}

func wayOf(args []string) way {
	if len(args) == 0 {
		log.Fatal("expected: ADDRESS [--name NAME --ca FILE]")
	}
	flags := flag.NewFlagSet("grpc", flag.ExitOnError)
	return way{flags, args[0], flags.String("name", "", ""), flags.String("ca", "", "")}
}

func (to way) connect() *grpc.ClientConn {
	secure := insecure.NewCredentials()
	if *to.ca != "" {
		pem, err := os.ReadFile(*to.ca)
		if err != nil {
			log.Fatal(err)
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(pem)
		secure = credentials.NewTLS(&tls.Config{RootCAs: roots, ServerName: *to.name})
	}
	options := []grpc.DialOption{grpc.WithTransportCredentials(secure)}
	if *to.name != "" {
		options = append(options, grpc.WithAuthority(*to.name))
	}
	connection, err := grpc.NewClient("passthrough:///"+to.address, options...)
	if err != nil {
		log.Fatal(err)
	}
	return connection
}

// Does the calls that are named, or health, or quiet=SECONDS for a stream on which nothing is said so long.
func try(args []string) {
	to := wayOf(args)
	quiet := to.flags.Duration("quiet", 0, "")
	to.flags.Parse(args[1:])
	connection := to.connect()
	client := testgrpc.NewTestServiceClient(connection)
	for _, name := range to.flags.Args() {
		within, cancel := context.WithTimeout(context.Background(), 20*time.Second+*quiet)
		switch do, known := calls[name]; {
		case known:
			do(within, client)
		case name == "health":
			answer, err := healthpb.NewHealthClient(connection).Check(within, &healthpb.HealthCheckRequest{})
			if err != nil {
				log.Fatalf("health: %v", err)
			}
			fmt.Println(answer.Status)
		case name == "stay_quiet":
			stayQuiet(within, client, *quiet)
		default:
			log.Fatalf("%s: no such call", name)
		}
		cancel()
		fmt.Println(name)
	}
}

// A message there and back, a long silence, and another message there and back on the same stream.
func stayQuiet(ctx context.Context, client testgrpc.TestServiceClient, silence time.Duration) {
	stream, err := client.FullDuplexCall(ctx)
	if err != nil {
		log.Fatal(err)
	}
	say := func() {
		asked := &testgrpc.StreamingOutputCallRequest{ResponseParameters: []*testgrpc.ResponseParameters{{Size: 10}}}
		if err := stream.Send(asked); err != nil {
			log.Fatal(err)
		}
		if _, err := stream.Recv(); err != nil {
			log.Fatal(err)
		}
	}
	say()
	time.Sleep(silence)
	say()
	stream.CloseSend()
	if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
		log.Fatal(err)
	}
}

// Calls without a pause until its input ends, and tells how many there were, and which failed.
func load(args []string) {
	to := wayOf(args)
	to.flags.Parse(args[1:])
	var done, failed atomic.Int64
	var ended atomic.Bool
	var workers sync.WaitGroup
	for range 4 {
		client := testgrpc.NewTestServiceClient(to.connect())
		workers.Add(1)
		go func() {
			defer workers.Done()
			for !ended.Load() {
				within, cancel := context.WithTimeout(context.Background(), 10*time.Second)
				if _, err := client.EmptyCall(within, &testgrpc.Empty{}); err != nil {
					failed.Add(1)
					log.Print(err)
				}
				cancel()
				done.Add(1)
				time.Sleep(2 * time.Millisecond)
			}
		}()
	}
	io.Copy(io.Discard, os.Stdin)
	ended.Store(true)
	workers.Wait()
	fmt.Printf("%d calls, %d failed\n", done.Load(), failed.Load())
}
