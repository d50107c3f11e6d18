package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

func delay(w http.ResponseWriter, r *http.Request) {
	select {
	case <-time.After(milliseconds(r, "ms", 500)):
		echo(w, r)
	case <-r.Context().Done():
	}
}

// bytes streams zeros, so that a large download needs no memory here.
func bytes(w http.ResponseWriter, r *http.Request) {
	size := number(r, "size", 0)
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(size))
	_, _ = io.CopyN(w, zeros{}, int64(size))
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// count reads an upload and throws it away.
func count(w http.ResponseWriter, r *http.Request) {
	received, err := io.Copy(io.Discard, r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	writeJSON(w, map[string]int64{"received": received})
}

// events sends server-sent events one by one, each flushed.
func events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-cache")
	flusher := http.NewResponseController(w)
	for n := 1; n <= number(r, "count", 5); n++ {
		if n > 1 {
			time.Sleep(milliseconds(r, "every", 200))
		}
		fmt.Fprintf(w, "data: %d\n\n", n)
		if flusher.Flush() != nil {
			return
		}
	}
}

func webSocket(w http.ResponseWriter, r *http.Request) {
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true})
	if err != nil {
		return // Accept has answered.
	}
	defer socket.CloseNow()
	socket.SetReadLimit(-1)
	for {
		kind, message, err := socket.Read(r.Context())
		if err != nil {
			return
		}
		if socket.Write(r.Context(), kind, message) != nil {
			return
		}
	}
}

// connect tells whether this container can open a TCP connection to another one.
func connect(w http.ResponseWriter, r *http.Request) {
	address := net.JoinHostPort(r.FormValue("host"), r.FormValue("port"))
	connection, err := net.DialTimeout("tcp", address, milliseconds(r, "ms", 1500))
	reason := ""
	if err != nil {
		reason = err.Error()
	} else {
		connection.Close()
	}
	writeJSON(w, map[string]any{"connected": err == nil, "error": reason})
}

// status answers like an application that fails by itself.
func status(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain")
	w.WriteHeader(number(r, "code", http.StatusOK))
	fmt.Fprint(w, "from the application")
}

// secretHash lets a test compare a secret without the secret ever being answered.
func secretHash(w http.ResponseWriter, r *http.Request) {
	sum := sha256.Sum256([]byte(os.Getenv(r.FormValue("name"))))
	fmt.Fprint(w, hex.EncodeToString(sum[:]))
}

func milliseconds(r *http.Request, name string, fallback int) time.Duration {
	return time.Duration(number(r, name, fallback)) * time.Millisecond
}

func number(r *http.Request, name string, fallback int) int {
	value, err := strconv.Atoi(r.URL.Query().Get(name))
	if err != nil {
		return fallback
	}
	return value
}
