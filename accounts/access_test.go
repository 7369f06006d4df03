package accounts

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var (
	noon    = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	person  = uuid.MustParse("7d444840-9dc0-41d1-b245-5ffdce74fad2")
	session = uuid.MustParse("0f8fad5b-d9cb-469f-a165-70867728950e")
)

func testKeys(t testing.TB) (keys AccessKeys, old, stranger ed25519.PrivateKey) {
	t.Helper()
	made := make([]ed25519.PrivateKey, 3)
	for i := range made {
		var err error
		_, made[i], err = ed25519.GenerateKey(rand.Reader)
		require.NoError(t, err)
	}
	keys = AccessKeys{KeyID: "new", Private: made[0], Public: map[string]ed25519.PublicKey{
		"new": made[0].Public().(ed25519.PublicKey), "old": made[1].Public().(ed25519.PublicKey),
	}}
	return keys, made[1], made[2]
}

func TestAccessRoundTrip(t *testing.T) {
	keys, old, _ := testKeys(t)
	want := Access{Person: person, Session: session, Version: 0}
	token, err := IssueAccess(keys, want, noon)
	require.NoError(t, err)
	got, err := ParseAccess(keys.Public, token, noon)
	require.NoError(t, err)
	require.Equal(t, want, got)

	_, err = ParseAccess(keys.Public, token, noon.Add(AccessLifetime-time.Second))
	require.NoError(t, err)
	_, err = ParseAccess(keys.Public, token, noon.Add(AccessLifetime))
	require.ErrorIs(t, err, ErrAccess)

	before, err := IssueAccess(AccessKeys{KeyID: "old", Private: old}, want, noon)
	require.NoError(t, err)
	_, err = ParseAccess(keys.Public, before, noon)
	require.NoError(t, err, "the predecessor's tokens are accepted")
	delete(keys.Public, "old")
	_, err = ParseAccess(keys.Public, before, noon)
	require.ErrorIs(t, err, ErrAccess, "until it is dropped")
}

func TestAccessClaimsNoMoreThanNeeded(t *testing.T) {
	keys, _, _ := testKeys(t)
	token, err := IssueAccess(keys, Access{person, session, 3}, noon)
	require.NoError(t, err)
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(raw, &claims))
	require.Equal(t, []string{"aud", "exp", "iat", "iss", "sid", "sub", "ver"}, slices.Sorted(maps.Keys(claims)))
}

// forge signs whatever it is told to, with the real key unless told otherwise.
type forge struct {
	header, claims map[string]any
	key            ed25519.PrivateKey
}

func segment(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	require.NoError(t, err)
	return base64.RawURLEncoding.EncodeToString(b)
}

func (f forge) sign(t testing.TB) string {
	t.Helper()
	return signRaw(segment(t, f.header)+"."+segment(t, f.claims), f.key)
}

func signRaw(text string, key ed25519.PrivateKey) string {
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(key, []byte(text)))
}

func goodForge(keys AccessKeys) forge {
	return forge{
		header: map[string]any{"alg": "EdDSA", "typ": "at+jwt", "kid": "new"},
		claims: map[string]any{
			"iss": "gongzhi", "aud": "gongzhi-api", "sub": person.String(), "sid": session.String(), "ver": 1,
			"iat": noon.Unix(), "exp": noon.Add(time.Minute).Unix(),
		},
		key: keys.Private,
	}
}

// changes are forgeries that differ from a good token in one header or claim
// and are signed by our own key: even so none may pass.
var changes = []struct {
	part, key string
	values    []any // absent stands for a missing one
}{
	{"header", "typ", []any{absent, "JWT", "AT+JWT", "jwt", "application/at+jwt", "", 1, nil, []any{"at+jwt"}}},
	{"header", "alg", []any{absent, "none", "None", "HS256", "RS256", "ES256", "PS256", "Ed25519", "eddsa", "", 1, nil}},
	{"header", "kid", []any{absent, "", "old", "other", "../new", "NEW", 1, nil, []any{"new"}}},
	{"header", "jku", []any{"https://evil.example/keys"}},
	{"header", "x5u", []any{"https://evil.example/cert"}},
	{"header", "x5c", []any{[]any{"AAAA"}}},
	{"header", "jwk", []any{map[string]any{"kty": "OKP"}}},
	{"header", "crit", []any{[]any{"exp"}, []any{}}},
	{"header", "b64", []any{false}},
	{"header", "cty", []any{"JWT"}},
	{"header", "zip", []any{"DEF"}},
	{"claims", "iss", []any{absent, "", "evil", "Gongzhi", "gongzhi ", []any{"gongzhi"}, 1, nil}},
	{"claims", "aud", []any{absent, "", "gongzhi", []any{}, []any{"gongzhi-api", "other"}, []any{"other"}, 1, nil}},
	{"claims", "exp", []any{absent, 0, -1, noon.Unix(), noon.Unix() - 1, noon.Add(time.Hour).Unix(), 1e300, "2099-01-01", "9999999999", nil, true}},
	{"claims", "nbf", []any{noon.Add(time.Minute).Unix(), "soon"}},
	{"claims", "sub", []any{absent, "", "admin", uuid.Nil.String(), strings.ToUpper(person.String()), "{" + person.String() + "}", "urn:uuid:" + person.String(), 1, nil}},
	{"claims", "sid", []any{absent, "", "x", uuid.Nil.String(), strings.ToUpper(session.String()), 1, nil}},
	{"claims", "ver", []any{absent, -1, "1", 1.5, 1e30, true, nil}},
}

type missing struct{}

var absent = missing{}

func forgedBySigner(t *testing.T, keys AccessKeys) map[string]string {
	t.Helper()
	tokens := map[string]string{}
	for _, c := range changes {
		for i, value := range c.values {
			f := goodForge(keys)
			part := map[string]map[string]any{"header": f.header, "claims": f.claims}[c.part]
			part[c.key] = value
			if value == any(absent) {
				delete(part, c.key)
			}
			tokens[fmt.Sprintf("%s %s #%d", c.part, c.key, i)] = f.sign(t)
		}
	}
	return tokens
}

func forgedByStranger(t *testing.T, keys AccessKeys, stranger ed25519.PrivateKey) map[string]string {
	t.Helper()
	good := goodForge(keys)
	token := good.sign(t)
	parts := strings.Split(token, ".")
	text := parts[0] + "." + parts[1]
	other := goodForge(keys)
	other.claims["ver"] = 99
	otherParts := strings.Split(other.sign(t), ".")
	foreign := goodForge(keys)
	foreign.key = stranger
	self := goodForge(keys)
	self.key, self.header["jwk"] = stranger, map[string]any{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(stranger.Public().(ed25519.PublicKey))}
	return map[string]string{
		"empty": "", "dots": "..", "one part": parts[0], "no signature part": text, "empty signature": text + ".",
		"four parts": token + ".x", "leading dot": "." + token, "word": "token", "bearer prefix": "Bearer " + token,
		"space before": " " + token, "space after": token + " ", "line end": token + "\n", "line end inside": parts[0] + "\n." + parts[1] + "." + parts[2],
		"padded": token + "==", "standard base64": strings.NewReplacer("-", "+", "_", "/").Replace(text) + ".+/" + parts[2][2:],
		"signature cut": token[:len(token)-4], "signature longer": token + "AAAA", "loose last bits": looseBits(token),
		"signature of another": text + "." + otherParts[2], "claims of another": parts[0] + "." + otherParts[1] + "." + parts[2],
		"first signature byte": text + "." + flip(parts[2]), "claims byte": parts[0] + "." + flip(parts[1]) + "." + parts[2],
		"stranger's key": foreign.sign(t), "stranger brings a key": self.sign(t),
		"public key as HMAC secret": hmacForged(t, keys), "none": noneForged(t), "RSA": rsaForged(t), "ECDSA": ecdsaForged(t),
		"S plus group order": malleated(t, token), "zero signature": text + "." + base64.RawURLEncoding.EncodeToString(make([]byte, 64)),
		"huge": token + strings.Repeat("A", 1<<16), "JSON form": `{"payload":"` + parts[1] + `","signature":"` + parts[2] + `"}`,
		"encrypted form":    parts[0] + "..." + parts[2] + ".",
		"header twice":      signRaw(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"EdDSA","typ":"at+jwt","kid":"new","alg":"none"}`))+"."+parts[1], keys.Private),
		"header and more":   signRaw(base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"EdDSA","typ":"at+jwt","kid":"new"}{}`))+"."+parts[1], keys.Private),
		"header a list":     signRaw(base64.RawURLEncoding.EncodeToString([]byte(`[]`))+"."+parts[1], keys.Private),
		"claims a list":     signRaw(parts[0]+"."+base64.RawURLEncoding.EncodeToString([]byte(`[]`)), keys.Private),
		"claims null":       signRaw(parts[0]+"."+base64.RawURLEncoding.EncodeToString([]byte(`null`)), keys.Private),
		"claims cut":        signRaw(parts[0]+"."+base64.RawURLEncoding.EncodeToString([]byte(`{"iss":`)), keys.Private),
		"refresh-like text": strings.Repeat("A", 43),
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	keys, _, stranger := testKeys(t)
	_, err := ParseAccess(keys.Public, goodForge(keys).sign(t), noon)
	require.NoError(t, err, "control: the unchanged forgery is good")

	tokens := forgedBySigner(t, keys)
	maps.Copy(tokens, forgedByStranger(t, keys, stranger))
	require.GreaterOrEqual(t, len(tokens), 60)
	accepted := 0
	for name, token := range tokens {
		got, err := ParseAccess(keys.Public, token, noon)
		if err == nil {
			accepted++
			t.Errorf("accepted: %s", name)
		} else if err.Error() != ErrAccess.Error() || got != (Access{}) {
			t.Errorf("%s: tells more than refused: %v", name, err)
		}
	}
	require.Zero(t, accepted)
	t.Logf("%d forged tokens, accepted %d", len(tokens), accepted)
}

func TestNoKeysNoEntry(t *testing.T) {
	keys, _, _ := testKeys(t)
	for _, public := range []map[string]ed25519.PublicKey{nil, {}, {"new": nil}} {
		_, err := ParseAccess(public, goodForge(keys).sign(t), noon)
		require.ErrorIs(t, err, ErrAccess)
	}
}

// TestEveryBitCounts flips any one bit of a good token's text.
func TestEveryBitCounts(t *testing.T) {
	keys, _, _ := testKeys(t)
	token := goodForge(keys).sign(t)
	rapid.Check(t, func(t *rapid.T) {
		b := []byte(token)
		b[rapid.IntRange(0, len(b)-1).Draw(t, "at")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		_, err := ParseAccess(keys.Public, string(b), noon)
		require.ErrorIs(t, err, ErrAccess)
	})
}

func flip(s string) string {
	b := []byte(s)
	b[2] = map[bool]byte{true: 'B', false: 'A'}[b[2] == 'A']
	return string(b)
}

// looseBits sets the unused low bits of the last base64 character: the same
// bytes for a lenient decoder.
func looseBits(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, token[len(token)-1])
	return token[:len(token)-1] + string(alphabet[last|1])
}

// malleated adds the order of the curve's group to S (RFC 8032, 5.1.7: such a
// signature must be refused).
func malleated(t testing.TB, token string) string {
	t.Helper()
	cut := strings.LastIndexByte(token, '.')
	sig, err := base64.RawURLEncoding.DecodeString(token[cut+1:])
	require.NoError(t, err)
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	s := slices.Clone(sig[32:])
	slices.Reverse(s)
	s = new(big.Int).Add(new(big.Int).SetBytes(s), order).FillBytes(make([]byte, 32))
	slices.Reverse(s)
	return token[:cut+1] + base64.RawURLEncoding.EncodeToString(append(sig[:32:32], s...))
}

func signWith(t testing.TB, method jwt.SigningMethod, key any) string {
	t.Helper()
	token := jwt.NewWithClaims(method, jwt.MapClaims{
		"iss": "gongzhi", "aud": "gongzhi-api", "sub": person.String(), "sid": session.String(), "ver": 1, "exp": noon.Add(time.Minute).Unix(),
	})
	token.Header["typ"], token.Header["kid"] = "at+jwt", "new"
	signed, err := token.SignedString(key)
	require.NoError(t, err)
	return signed
}

func hmacForged(t testing.TB, keys AccessKeys) string {
	return signWith(t, jwt.SigningMethodHS256, []byte(keys.Public["new"]))
}

func noneForged(t testing.TB) string {
	return signWith(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType)
}

func rsaForged(t testing.TB) string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	return signWith(t, jwt.SigningMethodRS256, key)
}

func ecdsaForged(t testing.TB) string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	return signWith(t, jwt.SigningMethodES256, key)
}
