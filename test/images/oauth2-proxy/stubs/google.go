package providers

import (
	"errors"

	"github.com/oauth2-proxy/oauth2-proxy/v7/pkg/apis/options"
)

func NewGoogleProvider(_ *ProviderData, _ options.GoogleOptions) (Provider, error) {
	return nil, errors.New("google: left out of this build")
}
