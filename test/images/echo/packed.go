package main

import (
	"compress/gzip"
	"net/http"
	"strings"
	"time"
)

var plain = strings.Repeat("ten bytes.", 1000)

var zipped = func() []byte {
	var text strings.Builder
	writer := gzip.NewWriter(&text)
	_, _ = writer.Write([]byte(plain))
	_ = writer.Close()
	return []byte(text.String())
}()

// packed has one answer in two forms: which one is sent is for the asker to say.
func packed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("ETag", `"packed"`)
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(zipped)
		return
	}
	w.Header().Set("ETag", `"plain"`)
	http.ServeContent(w, r, "plain.txt", time.Time{}, strings.NewReader(plain))
}
