package ledger_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/note"

	"gongzhi/ledger"
	"gongzhi/ledger/ledgertest"
)

// cosigners are witnesses n1, n2, n3 of NGOs and m1, m2 of newsrooms.
func cosigners(t testing.TB) (policy string, keys map[string]*ledger.Cosigner) {
	t.Helper()
	_, _, public := ledgertest.LogKey(t)
	lines := []string{"# a policy", "log " + public}
	keys = map[string]*ledger.Cosigner{}
	for i, name := range []string{"n1", "n2", "n3", "m1", "m2"} {
		private, _ := ledgertest.Key(t, name+".example", byte(10+i))
		at := ledgertest.Epoch.Add(time.Duration(i) * time.Second)
		key, err := ledger.NewCosigner(private, func() time.Time { return at })
		require.NoError(t, err)
		keys[name] = key
		lines = append(lines, "witness "+name+" "+key.VerifierKey())
	}
	lines = append(lines, "group ngo 2 n1 n2 n3", "group\tmedia any m1 m2 ", "", "group both all ngo media", "quorum both", "")
	return strings.Join(lines, "\n"), keys
}

func cosign(t testing.TB, signed []byte, keys ...note.Signer) []byte {
	t.Helper()
	text := signed[:strings.Index(string(signed), "\n\n")+1]
	for _, key := range keys {
		more, err := note.Sign(&note.Note{Text: string(text)}, key)
		require.NoError(t, err)
		signed = slices.Concat(signed, more[len(text)+1:])
	}
	return signed
}

func TestQuorum(t *testing.T) {
	text, keys := cosigners(t)
	policy, err := ledger.ParsePolicy([]byte(text))
	require.NoError(t, err)
	require.Len(t, policy.Witnesses(), 5)
	log := ledgertest.NewLog(t, 4)
	head := log.Next(t).Head
	signed, err := ledger.SignCheckpoint(head, log.Integrator.Log)
	require.NoError(t, err)
	for who, sealed := range map[string]bool{
		"": false, "n1": false, "n1 n2": false, "m1": false, "m1 m2": false, "n1 m1": false, "n1 m1 m2": false,
		"n1 n2 m1": true, "n3 n1 m2": true, "n1 n2 n3 m1 m2": true, "n1 n1 m1": false, "n1 n2 n3": false,
	} {
		t.Run(who, func(t *testing.T) {
			with := signed
			for name := range strings.FieldsSeq(who) {
				with = cosign(t, with, keys[name])
			}
			require.Equal(t, sealed, ledger.Sealed(with, policy))
			require.False(t, ledger.Sealed(with, log.Trust()), "without a quorum nothing is sealed")
		})
	}
	o, err := policy.Open(cosign(t, signed, keys["m2"], keys["n3"], keys["n2"], keys["n1"]))
	require.NoError(t, err)
	require.Equal(t, ledgertest.Epoch.Add(4*time.Second), o.SealedAt, "the newsroom was the last that was needed")
	require.Len(t, o.Cosigned, 4)
}

// TestFalseCosignature has a known witness's signature of another text.
func TestFalseCosignature(t *testing.T) {
	text, keys := cosigners(t)
	policy, err := ledger.ParsePolicy([]byte(text))
	require.NoError(t, err)
	log := ledgertest.NewLog(t, 4)
	one, err := ledger.SignCheckpoint(log.Next(t).Head, log.Integrator.Log)
	require.NoError(t, err)
	two, err := ledger.SignCheckpoint(log.Next(t).Head, log.Integrator.Log)
	require.NoError(t, err)
	line := strings.TrimPrefix(string(cosign(t, one, keys["n1"])), string(one))
	_, err = policy.Open(append(two, line...))
	require.ErrorIs(t, err, ledger.ErrSignature)
}

func TestPolicyRefuses(t *testing.T) {
	good, keys := cosigners(t)
	_, _, public := ledgertest.LogKey(t)
	w := keys["n1"].VerifierKey()
	for name, bad := range map[string]string{
		"no quorum":         "log " + public + "\n",
		"two quorums":       good + "quorum ngo\n",
		"unknown quorum":    "quorum nobody\n",
		"unknown word":      "trust me\nquorum none\n",
		"unknown member":    "group g any x\nquorum none\n",
		"none as member":    "group g any none\nquorum none\n",
		"no member":         "group g any\nquorum none\n",
		"threshold 0":       "witness a " + w + "\ngroup g 0 a\nquorum none\n",
		"threshold 2 of 1":  "witness a " + w + "\ngroup g 2 a\nquorum none\n",
		"threshold 01":      "witness a " + w + "\ngroup g 01 a\nquorum none\n",
		"twice in a group":  "witness a " + w + "\ngroup g any a a\nquorum none\n",
		"in two groups":     "witness a " + w + "\ngroup g any a\ngroup h any a\nquorum none\n",
		"name taken":        "witness none " + w + "\nquorum none\n",
		"same key twice":    "witness a " + w + "\nwitness b " + w + "\nquorum none\n",
		"same log twice":    "log " + public + "\nlog " + public + "\nquorum none\n",
		"broken key":        "witness a " + w + "x\nquorum none\n",
		"log without key":   "log\nquorum none\n",
		"carriage return":   "quorum none\r\n",
		"group before":      "group g any a\nwitness a " + w + "\nquorum none\n",
		"witness key a log": "log " + w + "\nquorum none\n",
	} {
		_, err := ledger.ParsePolicy([]byte(bad))
		require.Error(t, err, name)
	}
	_, err := ledger.ParsePolicy([]byte("log " + public + "\nwitness \xe4\xb8\xad " + w + "\nquorum \xe4\xb8\xad"))
	require.NoError(t, err, "names are octets")
}

func TestOriginMustBeTheSigners(t *testing.T) {
	signer, verifier, _ := ledgertest.LogKey(t)
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: "other.example", Root: ledger.EmptyRoot()}, signer)
	require.NoError(t, err)
	_, err = ledger.OpenCheckpoint(signed, verifier)
	require.ErrorIs(t, err, ledger.ErrSignature)
}
