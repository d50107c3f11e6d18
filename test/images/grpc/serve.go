package main

import (
	"context"
	"log"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
	"google.golang.org/grpc/status"
)

// PORT says where, READY_AFTER_SECONDS after how long it serves; WITHOUT_HEALTH leaves the health service out.
func serve() {
	port := os.Getenv("PORT")
	if port == "" {
		port = "9000"
	}
	listener, err := net.Listen("tcp", ":"+port)
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer(grpc.StreamInterceptor(tell))
	testgrpc.RegisterTestServiceServer(server, interop.NewTestServer())
	if os.Getenv("WITHOUT_HEALTH") == "" {
		state := health.NewServer()
		state.SetServingStatus("", healthpb.HealthCheckResponse_NOT_SERVING)
		healthpb.RegisterHealthServer(server, state)
		after, _ := strconv.ParseFloat(os.Getenv("READY_AFTER_SECONDS"), 64)
		time.AfterFunc(time.Duration(after*float64(time.Second)), func() {
			state.SetServingStatus("", healthpb.HealthCheckResponse_SERVING)
		})
	}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	go func() {
		<-stopped.Done()
		time.AfterFunc(5*time.Second, server.Stop)
		server.GracefulStop()
	}()
	log.Printf("listening on port %s", port)
	if err := server.Serve(listener); err != nil {
		log.Fatal(err)
	}
}

// Says how each stream ended: also where the client has gone.
func tell(service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
	err := handle(service, stream)
	if stream.Context().Err() != nil {
		log.Printf("%s: %s", info.FullMethod, codes.Canceled)
	} else {
		log.Printf("%s: %s", info.FullMethod, status.Code(err))
	}
	return err
}
