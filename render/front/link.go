package front

import (
	"encoding/base64"
	"encoding/json"
	"net/url"

	"tutti/render/play"
)

// A Link is what the address of a page says: which scenarios, under which
// patterns, with which interventions. A lesson can be linked by it.
type Link struct {
	Scenarios []string
	Patterns  []string
	Live      []play.Intervention
}

// String writes the link as the fragment of an address, without the #.
func (l Link) String() string {
	v := url.Values{}
	for _, s := range l.Scenarios {
		v.Add("scenario", s)
	}
	for _, p := range l.Patterns {
		v.Add("pattern", p)
	}
	if len(l.Live) > 0 {
		b, err := json.Marshal(l.Live)
		if err != nil {
			panic(err) // plain strings and numbers
		}
		v.Set("live", base64.RawURLEncoding.EncodeToString(b))
	}
	return v.Encode()
}

// ParseLink reads the fragment of an address. What makes no sense is left out:
// an address may come from anywhere.
func ParseLink(fragment string) Link {
	v, err := url.ParseQuery(fragment)
	if err != nil {
		return Link{}
	}
	l := Link{Scenarios: v["scenario"], Patterns: v["pattern"]}
	if b, err := base64.RawURLEncoding.DecodeString(v.Get("live")); err == nil && len(b) > 0 {
		if json.Unmarshal(b, &l.Live) != nil {
			l.Live = nil
		}
	}
	return l
}
