package dns

import (
	"fmt"

	"github.com/go-acme/lego/v4/challenge"
	"github.com/go-acme/lego/v4/providers/dns/httpreq"
)

func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	if name == "httpreq" {
		return httpreq.NewDNSProvider()
	}
	return nil, fmt.Errorf("%s: left out of this build", name)
}
