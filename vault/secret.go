package vault

import (
	"fmt"
	"io"
	"log/slog"
)

const hidden = "***"

// Secret is a configuration value (a password, a token) that prints, logs and
// marshals as "***". The value sits behind a pointer, so that printing a
// struct with an unexported Secret shows an address at most.
type Secret struct {
	value *string
}

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the value for the one place that needs it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether the secret holds a non-empty value.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// UnmarshalText lets configuration readers fill a Secret.
func (s *Secret) UnmarshalText(b []byte) error {
	*s = NewSecret(string(b))
	return nil
}

// String, Format, MarshalJSON, MarshalText and LogValue hide the value. Format
// covers every verb, also a wrong one, for which fmt would print the raw value.
func (Secret) String() string               { return hidden }
func (Secret) Format(f fmt.State, _ rune)   { io.WriteString(f, hidden) }
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
func (Secret) LogValue() slog.Value         { return slog.StringValue(hidden) }
