package main

import (
	"net/http"
	"strings"

	"golang.org/x/net/webdav"
)

const filesPrefix = "/webdav"

// files is a WebDAV server that forgets everything when it ends.
var files = &webdav.Handler{Prefix: filesPrefix, FileSystem: webdav.NewMemFS(), LockSystem: webdav.NewMemLS()}

func isFile(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, filesPrefix+"/")
}
