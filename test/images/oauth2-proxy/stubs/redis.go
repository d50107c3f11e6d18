package redis

import (
	"context"
	"errors"
	"time"

	"github.com/oauth2-proxy/oauth2-proxy/v7/pkg/apis/options"
	"github.com/oauth2-proxy/oauth2-proxy/v7/pkg/apis/sessions"
)

var errLeftOut = errors.New("redis: left out of this build")

type Client interface {
	Get(ctx context.Context, key string) ([]byte, error)
	Set(ctx context.Context, key string, value []byte, expiration time.Duration) error
	Del(ctx context.Context, key string) error
}

func NewRedisClient(_ options.RedisStoreOptions) (Client, error) { return nil, errLeftOut }

func NewRedisSessionStore(_ *options.SessionOptions, _ *options.Cookie) (sessions.SessionStore, error) {
	return nil, errLeftOut
}
