// A server of S3 whose buckets are directories: versitygw's, with one user and nothing beside it.
package main

import (
	"log"
	"os"

	"github.com/versity/versitygw/auth"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/s3api"
	"github.com/versity/versitygw/s3api/middlewares"
)

func main() {
	access, secret := os.Getenv("ACCESS_KEY"), os.Getenv("SECRET_KEY")
	sidecar := must(meta.NewSideCar("/meta"))
	buckets := must(posix.New("/data", sidecar, posix.PosixOpts{SideCarDir: "/meta", NewDirPerm: 0o755}))
	root := auth.Account{Access: access, Secret: secret, Role: auth.RoleAdmin}
	users := must(auth.New(&auth.Opts{RootAccount: root, CacheDisable: true}))
	user := middlewares.RootUserConfig{Access: access, Secret: secret}
	server := must(s3api.New(buckets, user, ":7070", "us-east-1", users, nil, nil, nil, nil, s3api.WithQuiet()))
	log.Fatal(server.Serve())
}

func must[T any](made T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return made
}
