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

// String hides the value.
func (Secret) String() string { return hidden }

// Format hides the value under every verb, also a wrong one, for which fmt
// would print it raw.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) }

// MarshalJSON hides the value.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalText hides the value.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue hides the value.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }
