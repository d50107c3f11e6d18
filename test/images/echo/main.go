// Command echo is the service behind the tests: it answers with what reached it,
// and misbehaves on request, so that a test can see what the road did to it.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// How long a stopped server waits for the requests that still run.
const stopTimeout = 5 * time.Second

var port = env("PORT", "8080")

func main() {
	log.SetFlags(0)
	// A scratch image has no shell and no wget: the container's health check is the program itself.
	if len(os.Args) == 2 && os.Args[1] == "health" {
		os.Exit(askHealth())
	}
	if os.Getenv("UNHEALTHY") != "" {
		log.Print("database unreachable: giving up")
	}
	stopped, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	idle, _ := strconv.ParseFloat(env("IDLE_SECONDS", "0"), 64)
	server := &http.Server{
		Addr:        ":" + port,
		Handler:     routes(readyAt(time.Now())),
		IdleTimeout: time.Duration(idle * float64(time.Second)),
	}
	go func() {
		log.Printf("listening on port %s", port)
		if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	<-stopped.Done()
	log.Print("stopping")
	ending, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		log.Printf("requests cut off: %v", err)
	}
}

// READY_AFTER_SECONDS delays the first healthy answer.
func readyAt(start time.Time) time.Time {
	seconds, _ := strconv.ParseFloat(env("READY_AFTER_SECONDS", "0"), 64)
	return start.Add(time.Duration(seconds * float64(time.Second)))
}

func askHealth() int {
	client := http.Client{Timeout: 2 * time.Second}
	answer, err := client.Get("http://127.0.0.1:" + port + "/health")
	if err != nil {
		fmt.Println(err)
		return 1
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		fmt.Println(answer.Status)
		return 1
	}
	return 0
}

func env(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
