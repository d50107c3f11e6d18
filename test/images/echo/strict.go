package main

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// strict answers as applications do that serve nothing but what they expect: a name (ONLY_NAME), https
// (HTTPS_ONLY), a prefix that was stripped (ONLY_PREFIX); or whose first page is not theirs to see
// (ROOT_STATUS) or elsewhere (ROOT_LOCATION).
func strict(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		remember(r)
		name, _, _ := strings.Cut(r.Host, ":")
		wanted := os.Getenv("ONLY_NAME")
		prefix, prefixed := os.LookupEnv("ONLY_PREFIX")
		location := os.Getenv("ROOT_LOCATION")
		status, _ := strconv.Atoi(os.Getenv("ROOT_STATUS"))
		switch {
		case wanted != "" && name != wanted:
			http.Error(w, "this is "+wanted, http.StatusBadRequest)
		case os.Getenv("HTTPS_ONLY") != "" && r.Header.Get("X-Forwarded-Proto") != "https":
			http.Redirect(w, r, "https://"+r.Host+r.RequestURI, http.StatusMovedPermanently)
		case prefixed && r.Header.Get("X-Forwarded-Prefix") != prefix:
			http.Error(w, "not below the prefix", http.StatusBadRequest)
		case location != "" && r.URL.Path == "/":
			http.Redirect(w, r, location, http.StatusMovedPermanently)
		case status != 0 && r.URL.Path == "/":
			http.Error(w, http.StatusText(status), status)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

var (
	questions   = map[string]bool{}
	questioning sync.Mutex
)

// remember keeps what was asked by who asks whether this server can serve.
func remember(r *http.Request) {
	if r.UserAgent() != "homeport" {
		return
	}
	question, _ := json.Marshal(described(r))
	questioning.Lock()
	defer questioning.Unlock()
	questions[string(question)] = true
}

// asked tells of these questions, each once.
func asked(w http.ResponseWriter, _ *http.Request) {
	questioning.Lock()
	defer questioning.Unlock()
	all := []json.RawMessage{}
	for question := range questions {
		all = append(all, json.RawMessage(question))
	}
	writeJSON(w, all)
}

// raw answers with these very bytes, and hangs up.
func raw(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	answer, _ := base64.StdEncoding.DecodeString(r.URL.Query().Get("bytes"))
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	_, _ = connection.Write(answer)
	// Closed while something is still on its way here, a connection would take the answer along.
	if half, ok := connection.(*net.TCPConn); ok {
		_ = half.CloseWrite()
	}
	_ = connection.SetReadDeadline(time.Now().Add(time.Second))
	_, _ = io.Copy(io.Discard, connection)
}
