package main

import (
	"cmp"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// The second name is the one that the image of the home's program knows.
var answer = cmp.Or(os.Getenv("ANSWER"), os.Getenv("WHOAMI_NAME"))

// Docker gives a container its own id as host name, which is how tests tell replicas apart.
var instance, _ = os.Hostname()

// A plain map instead of http.ServeMux, which would redirect "//a" and "/a/../b": tests want
// to see the path in the form in which it arrived.
func routes(ready time.Time) http.Handler {
	handlers := map[string]http.HandlerFunc{
		"GET /health":      health(ready),
		"GET /delay":       delay,
		"GET /bytes":       bytes,
		"POST /count":      count,
		"GET /events":      events,
		"GET /ws":          webSocket,
		"GET /connect":     connect,
		"GET /status":      status,
		"GET /secret-hash": secretHash,
		"GET /asked":       asked,
		"GET /raw":         raw,
		"HEAD /raw":        raw,
		"POST /raw":        raw,
		"OPTIONS /shared":  shared,
		"GET /linger":      linger,
		"POST /swallow":    swallow,
		"GET /visited":     visited,
		"GET /packed":      packed,
		"HEAD /packed":     packed,
		"GET /connection":  connection,
		"POST /connection": connection,
	}
	return strict(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Answer", answer)
		w.Header().Set("X-Instance", instance)
		if handler, known := handlers[r.Method+" "+r.URL.Path]; known {
			handler(w, r)
			return
		}
		if isFile(r) {
			files.ServeHTTP(w, r)
			return
		}
		echo(w, r)
	}))
}

// echo answers with the request as it arrived.
func echo(w http.ResponseWriter, r *http.Request) {
	seen := described(r)
	seen["answer"] = answer
	seen["instance"] = instance
	writeJSON(w, seen)
}

func described(r *http.Request) map[string]any {
	headers := map[string]string{}
	for name, values := range r.Header {
		headers[strings.ToLower(name)] = strings.Join(values, ", ")
	}
	remote, _, _ := net.SplitHostPort(r.RemoteAddr)
	return map[string]any{
		"method":  r.Method,
		"path":    r.RequestURI,
		"host":    r.Host,
		"headers": headers,
		"remote":  remote,
	}
}

func health(ready time.Time) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case os.Getenv("UNHEALTHY") != "":
			http.Error(w, "unhealthy", http.StatusServiceUnavailable)
		case time.Now().Before(ready):
			http.Error(w, "starting", http.StatusServiceUnavailable)
		default:
			_, _ = w.Write([]byte("ok"))
		}
	}
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}

// shared answers a preflight like an application that lets other origins in.
func shared(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", r.Header.Get("Origin"))
	w.Header().Set("Access-Control-Allow-Methods", r.Header.Get("Access-Control-Request-Method"))
	w.WriteHeader(http.StatusNoContent)
}
