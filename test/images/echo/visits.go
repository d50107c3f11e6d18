package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// visit is what became of a request whose visitor may have gone away meanwhile.
type visit struct {
	Arrived int    `json:"arrived"`
	State   string `json:"state"`
	// Milliseconds from its arrival to its end.
	After int64 `json:"after"`
}

var visits = struct {
	sync.Mutex
	byId map[string]visit
}{byId: map[string]visit{}}

func arrive(id string) {
	visits.Lock()
	defer visits.Unlock()
	one := visits.byId[id]
	visits.byId[id] = visit{Arrived: one.Arrived + 1, State: "running"}
}

func end(id, state string, since time.Time) {
	visits.Lock()
	defer visits.Unlock()
	one := visits.byId[id]
	one.State, one.After = state, time.Since(since).Milliseconds()
	visits.byId[id] = one
}

// visited tells what became of a request.
func visited(w http.ResponseWriter, r *http.Request) {
	visits.Lock()
	defer visits.Unlock()
	writeJSON(w, visits.byId[r.FormValue("id")])
}

// linger says nothing for `ms` milliseconds, or something every 100 ms with `speak`, unless its visitor goes.
func linger(w http.ResponseWriter, r *http.Request) {
	id, start := r.FormValue("id"), time.Now()
	arrive(id)
	over := time.After(milliseconds(r, "ms", 10_000))
	for {
		var next <-chan time.Time
		if r.FormValue("speak") != "" {
			fmt.Fprintln(w, "still here")
			_ = http.NewResponseController(w).Flush()
			next = time.After(100 * time.Millisecond)
		}
		select {
		case <-next:
		case <-over:
			end(id, "answered", start)
			fmt.Fprintln(w, "done")
			return
		case <-r.Context().Done():
			end(id, "gone", start)
			return
		}
	}
}

// swallow reads an upload to its end, whatever that is.
func swallow(w http.ResponseWriter, r *http.Request) {
	id, start := r.URL.Query().Get("id"), time.Now()
	arrive(id)
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		end(id, "gone", start)
		return
	}
	end(id, "answered", start)
}

// connection tells by which of its connections a request has come: its port is the other side's.
func connection(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	_, port, _ := net.SplitHostPort(r.RemoteAddr)
	fmt.Fprint(w, port)
}
